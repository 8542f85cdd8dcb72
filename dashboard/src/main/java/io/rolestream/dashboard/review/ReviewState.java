package io.rolestream.dashboard.review;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which resumes people are asked about, and what they answered.
 *
 * <p>Three kinds of questions are mixed, so that reviewers cannot tell them apart: the disagreements with the highest
 * review scores, resumes drawn at random (which measure the quality of labels), and texts that another reviewer has
 * answered (which measure the agreement between reviewers). A resume in the random slice is asked about in its turn
 * there, never for its review score: the slice would no longer be random.
 *
 * <p>Memory is bounded. The feed adds records, requests ask and answer: methods are synchronized, and none takes long.
 */
public final class ReviewState {
    private static final int MOST_ANSWERED = 200;
    private static final int MOST_REVIEWERS = 20;

    /**
     * How questions are mixed.
     *
     * @param random share drawn at random, 0 to 1
     * @param second share that another reviewer has answered, 0 to 1
     */
    public record Shares(double random, double second) {}

    private final Shares shares;
    private final boolean withText;
    private final Random order;
    private final OpenDisagreements disagreements = new OpenDisagreements();
    private final RandomSlice slice;
    private final AnswerBook answers = new AnswerBook();

    /** The newest questions that were answered here, which may be asked again. */
    private final Map<String, OpenQuestion> answered = new LinkedHashMap<>();

    /** What the answers say; null if it has to be computed again. */
    private @Nullable People people;

    /**
     * @param withText whether excerpts may be kept
     * @param seed determines, with the ids, which resumes are drawn; should differ between processes
     */
    public ReviewState(Shares shares, boolean withText, long seed) {
        this.shares = shares;
        this.withText = withText;
        this.slice = new RandomSlice(seed);
        this.order = new Random(seed);
    }

    /**
     * What pages show of all this.
     *
     * @param open questions that can be asked
     * @param answered answers that are known
     * @param reviewers those with the most answers
     * @param agreement null if no text has answers of several reviewers
     */
    record Part(
            int open,
            int answered,
            List<Reviewer> reviewers,
            @Nullable ReviewerAgreement agreement) {}

    private record People(
            List<Reviewer> reviewers, @Nullable ReviewerAgreement agreement) {}

    /** A reviewer's number of answers. */
    record Reviewer(String name, long answers) {}

    /** Adds a label; null if the resume was deleted. */
    public synchronized void label(String resumeId, @Nullable LabelledRole label) {
        if (label == null) {
            forget(resumeId);
            answers.forget(resumeId);
            people = null;
            return;
        }
        disagreements.labelled(label);
        if (shares.random() == 0 || answers.hasDrawn(resumeId, label.getContentHash())) {
            slice.remove(resumeId);
        } else {
            slice.labelled(label);
        }
        OpenQuestion former = answered.get(resumeId);
        if (former != null && !former.isAbout(label.getContentHash())) {
            answered.remove(resumeId);
        }
    }

    /** Adds a disagreement; null if the resume was deleted. */
    public synchronized void disagreement(String resumeId, @Nullable LabelDisagreement disagreement) {
        if (disagreement == null) {
            forget(resumeId);
        } else if (answers.has(resumeId, disagreement.getContentHash())) {
            disagreements.remove(resumeId);
        } else {
            disagreements.add(
                    withText
                            ? disagreement
                            : LabelDisagreement.newBuilder(disagreement)
                                    .setExcerpt(null)
                                    .build());
        }
    }

    private void forget(String resumeId) {
        disagreements.remove(resumeId);
        slice.remove(resumeId);
        answered.remove(resumeId);
    }

    /** Adds a person's answer; null if it was withdrawn. */
    public synchronized void correction(String resumeId, @Nullable RoleCorrection correction) {
        people = null;
        if (correction == null) {
            answers.forget(resumeId);
            return;
        }
        GivenAnswer answer = GivenAnswer.of(correction);
        answers.add(answer);
        OpenQuestion disagreement = disagreements.of(resumeId);
        if (disagreement != null && answer.isAbout(disagreement.question().contentHash())) {
            disagreements.remove(resumeId);
        }
        OpenQuestion drawn = slice.of(resumeId);
        if (drawn != null && answers.hasDrawn(resumeId, drawn.question().contentHash())) {
            slice.remove(resumeId);
        }
    }

    /** Takes over an answer that was given here on a question, after it was sent. */
    synchronized void answered(OpenQuestion open, RoleCorrection correction) {
        answered.remove(open.resumeId());
        answered.put(open.resumeId(), open);
        if (answered.size() > MOST_ANSWERED) {
            answered.remove(answered.keySet().iterator().next());
        }
        correction(open.resumeId(), correction);
    }

    /** A drawn resume whose text is gone. */
    synchronized void withoutText(String resumeId) {
        slice.remove(resumeId);
    }

    /** The question about this text of a resume, if this reviewer may still answer it. */
    synchronized Optional<OpenQuestion> question(String resumeId, String contentHash, String reviewer) {
        return Stream.of(slice.of(resumeId), disagreements.of(resumeId), second(resumeId, reviewer))
                .flatMap(Stream::ofNullable)
                .filter(open -> open.isAbout(contentHash))
                .findFirst();
    }

    private @Nullable OpenQuestion second(String resumeId, String reviewer) {
        OpenQuestion open = answered.get(resumeId);
        return open != null && shares.second() > 0 && isForASecond(open, reviewer) ? open : null;
    }

    private boolean isForASecond(OpenQuestion open, String reviewer) {
        Set<String> names = answers.reviewers(open.resumeId(), open.question().contentHash());
        return names.size() == 1 && !names.contains(reviewer);
    }

    /**
     * Questions for a reviewer: each kind in its order, mixed at random. Those drawn at random come without their
     * texts.
     *
     * @param count how many at most
     */
    synchronized List<OpenQuestion> ask(int count, String reviewer) {
        List<OpenQuestion> drawn = first(slice.highestFirst(), share(count, shares.random()), open -> true);
        List<OpenQuestion> again = first(
                List.copyOf(answered.values()),
                share(count, shares.second()),
                open -> !slice.has(open.resumeId()) && isForASecond(open, reviewer));
        Set<String> taken = again.stream().map(OpenQuestion::resumeId).collect(Collectors.toSet());
        List<OpenQuestion> doubtful = first(
                disagreements.highestFirst(),
                count - drawn.size() - again.size(),
                open -> !slice.has(open.resumeId()) && !taken.contains(open.resumeId()));
        return mixed(List.of(drawn, again, doubtful));
    }

    private static int share(int count, double share) {
        return (int) Math.round(count * share);
    }

    private static List<OpenQuestion> first(List<OpenQuestion> all, int count, Predicate<OpenQuestion> wanted) {
        return all.stream().filter(wanted).limit(Math.max(0, count)).toList();
    }

    private List<OpenQuestion> mixed(List<List<OpenQuestion>> kinds) {
        List<Iterator<OpenQuestion>> turns = new ArrayList<>();
        kinds.forEach(kind -> turns.addAll(Collections.nCopies(kind.size(), kind.iterator())));
        Collections.shuffle(turns, order);
        return turns.stream().map(Iterator::next).toList();
    }

    /** What pages show of all this; without names if texts are not shown. */
    public synchronized Map<String, Object> part() {
        People known = people;
        if (known == null) {
            known = new People(withText ? reviewers() : List.of(), ReviewerAgreement.of(answers.all()));
            people = known;
        }
        long drawn = slice.highestFirst().stream()
                .filter(open -> disagreements.of(open.resumeId()) == null)
                .count();
        return Map.of(
                "review",
                new Part(disagreements.size() + (int) drawn, answers.size(), known.reviewers(), known.agreement()));
    }

    private List<Reviewer> reviewers() {
        return answers
                .all()
                .collect(Collectors.groupingBy(GivenAnswer::reviewer, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> new Reviewer(entry.getKey(), entry.getValue()))
                .sorted((a, b) -> Long.compare(b.answers(), a.answers()))
                .limit(MOST_REVIEWERS)
                .toList();
    }

    /** Oldest first. */
    synchronized List<GivenAnswer> answers() {
        return answers.all().toList();
    }
}

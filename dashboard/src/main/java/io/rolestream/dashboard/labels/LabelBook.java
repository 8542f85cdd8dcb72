package io.rolestream.dashboard.labels;

import io.rolestream.dashboard.labels.SeenLabel.Answered;
import io.rolestream.dashboard.records.Place;
import io.rolestream.events.LabelledRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels that the dashboard has read since it started: the {@value #MOST_RESUMES} resumes labelled last, up to
 * {@value #MOST_REVISIONS} revisions of each. It holds the places of their records instead of their content: some 10 MB
 * where resumes have one revision, and at most some 90 MB, where all have {@value #MOST_REVISIONS} with two answers
 * each. Resumes of one id in several partitions share an entry, and are forgotten together. Thread-safe.
 */
public final class LabelBook {
    private static final int MOST_RESUMES = 20_000;
    private static final int MOST_REVISIONS = 8;

    /** By resume id, in the order of the last label. */
    private final Map<String, Deque<SeenLabel>> byId = new LinkedHashMap<>();

    private final int mostResumes;

    public LabelBook() {
        this(MOST_RESUMES);
    }

    /** @param mostResumes how many to keep */
    LabelBook(int mostResumes) {
        this.mostResumes = mostResumes;
    }

    /** A resume that can be looked up. */
    public record Offered(String resumeId, String role) {}

    /**
     * The texts on which two versions answered.
     *
     * @param both how many have an answer of both
     * @param differ on how many of them the answers differ
     * @param examples the newest of those
     */
    public record AnsweredTexts(int both, int differ, List<DifferentText> examples) {}

    /** A text on which two versions differ; the role is the present label. */
    public record DifferentText(
            String resumeId, String of, double confidenceOf, String with, double confidenceWith, String role) {}

    /** Notes a label; null if the resume was deleted. */
    public synchronized void label(String resumeId, @Nullable LabelledRole label, Place place) {
        Deque<SeenLabel> seen = byId.remove(resumeId);
        if (label == null) {
            return;
        }
        Deque<SeenLabel> revisions = seen == null ? new ArrayDeque<>(2) : seen;
        revisions.addFirst(SeenLabel.of(label, place));
        if (revisions.size() > MOST_REVISIONS) {
            revisions.removeLast();
        }
        byId.put(resumeId, revisions);
        if (byId.size() > mostResumes) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /** The revisions of a resume's labels, the newest first; empty if none is kept. */
    synchronized List<SeenLabel> of(String resumeId) {
        Deque<SeenLabel> seen = byId.get(resumeId);
        return seen == null ? List.of() : List.copyOf(seen);
    }

    /**
     * The resumes labelled last.
     *
     * @param part of their ids, in any case; empty for all
     */
    public synchronized List<Offered> newest(String part, int most) {
        String wanted = part.toLowerCase(Locale.ROOT);
        Deque<Offered> last = new ArrayDeque<>(most + 1);
        byId.forEach((id, seen) -> {
            if (id.toLowerCase(Locale.ROOT).contains(wanted)) {
                last.addFirst(new Offered(id, seen.getFirst().role()));
                if (last.size() > most) {
                    last.removeLast();
                }
            }
        });
        return List.copyOf(last);
    }

    /** Compares what two versions answered to the same texts: one of them as an observed labeller, or in a revision. */
    public synchronized AnsweredTexts compare(String of, String with, int most) {
        int both = 0;
        List<DifferentText> differing = new ArrayList<>();
        for (Map.Entry<String, Deque<SeenLabel>> resume : byId.entrySet()) {
            Answered[] answers = answers(resume.getValue(), of, with);
            if (answers.length == 0) {
                continue;
            }
            both++;
            if (!answers[0].role().equals(answers[1].role())) {
                differing.add(new DifferentText(
                        resume.getKey(),
                        answers[0].role(),
                        answers[0].confidence(),
                        answers[1].role(),
                        answers[1].confidence(),
                        resume.getValue().getFirst().role()));
            }
        }
        Collections.reverse(differing);
        return new AnsweredTexts(
                both, differing.size(), differing.stream().limit(most).toList());
    }

    /** The newest answers of both to the same content; empty if there are none. */
    private static Answered[] answers(Deque<SeenLabel> revisions, String of, String with) {
        for (SeenLabel one : revisions) {
            Answered first = one.answerOf(of);
            for (SeenLabel other : first == null ? List.<SeenLabel>of() : revisions) {
                Answered second = other.answerOf(with);
                if (first != null && second != null && other.contentHash().equals(one.contentHash())) {
                    return new Answered[] {first, second};
                }
            }
        }
        return new Answered[0];
    }
}

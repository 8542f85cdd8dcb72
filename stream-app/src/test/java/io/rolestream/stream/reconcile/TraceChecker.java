package io.rolestream.stream.reconcile;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.rules.decision.Decision;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.schemas.resume.Relabel;
import io.rolestream.stream.reconcile.Trace.Correct;
import io.rolestream.stream.reconcile.Trace.Expire;
import io.rolestream.stream.reconcile.Trace.Forget;
import io.rolestream.stream.reconcile.Trace.Input;
import io.rolestream.stream.reconcile.Trace.Resume;
import io.rolestream.stream.reconcile.Trace.Start;
import io.rolestream.stream.reconcile.Trace.Step;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks a {@link Trace} against what the {@link Reconciler} promises, from the inputs and outputs alone: it knows no
 * state of the reconciler and repeats none of its code.
 *
 * <p>Each resume record either repeats the newest content of its resume, or asks in vain to relabel another that is no
 * copy of the newest record either, or opens an <i>occurrence</i>, which must be decided on exactly once, in the order
 * of opening, and may be decided on once more if that was degraded and its vote came late. People's answers come on
 * top.
 */
final class TraceChecker {
    private final ReconcilerSettings settings;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Known> known = new HashMap<>();
    private final List<Delivered> delivered = new ArrayList<>();
    private Instant startedAt = Instant.MIN;
    private long newestOffset = -1;
    private long newestSinceStart = -1;

    private TraceChecker(ReconcilerSettings settings) {
        this.settings = settings;
    }

    /** What is wrong with a trace at whose end every deadline has passed; empty where nothing is. */
    static List<String> problems(Trace trace, ReconcilerSettings settings) {
        TraceChecker checker = new TraceChecker(settings);
        for (int i = 0; i < trace.steps().size(); i++) {
            checker.check(i, trace.steps().get(i));
        }
        checker.known.forEach((resumeId, resume) -> {
            if (!resume.open.isEmpty()) {
                checker.problems.add("at the end: a content of " + resumeId + " was never decided on");
            }
        });
        return checker.problems;
    }

    /** One content that must be decided on. */
    private static final class Occurrence {
        final String hash;
        final Instant arrivedAt;
        final boolean underAnswer;
        final TreeSet<Long> offsets = new TreeSet<>();
        boolean degraded;
        boolean answered;
        io.rolestream.events.@Nullable Vote answer;

        Occurrence(Resume resume, Instant arrivedAt, boolean underAnswer) {
            this.hash = resume.hash();
            this.arrivedAt = arrivedAt;
            this.underAnswer = underAnswer;
            offsets.add(resume.offset());
        }
    }

    private static final class Known {
        final Deque<Occurrence> open = new ArrayDeque<>();

        @Nullable
        Occurrence last;

        int revision;
        /** Offset of the newest record that was not sent again to be relabelled unless changed. */
        long original = -1;

        @Nullable
        Occurrence newest() {
            return open.isEmpty() ? last : open.getLast();
        }
    }

    private static final class Delivered {
        final LabelVote vote;
        final Instant at;
        boolean mayHaveExpired;

        Delivered(LabelVote vote, Instant at) {
            this.vote = vote;
            this.at = at;
        }
    }

    private void check(int number, Step step) {
        List<String> before = List.copyOf(problems);
        Input input = step.input();
        int examples = 0;
        int forgotten = 0;
        int answers = 0;
        if (input instanceof Resume resume) {
            examples = takeIn(resume, step.at());
        } else if (input instanceof Forget forget) {
            newestOffset = forget.offset();
            newestSinceStart = newestOffset;
            known.remove(forget.resumeId());
            forgotten = 1;
        } else if (input instanceof Trace.Vote vote) {
            delivered.add(new Delivered(vote.value(), step.at()));
        } else if (input instanceof Correct correct) {
            answers = expectedAnswers(correct, step);
        } else if (input instanceof Start) {
            startedAt = step.at();
            newestSinceStart = -1;
        }
        int answered = 0;
        for (Outcome outcome : step.outcomes()) {
            if (outcome instanceof Outcome.Label label) {
                label(label.value(), step);
                answered += label.value().getHumanVote() != null ? 1 : 0;
            } else if (outcome instanceof Outcome.Example example) {
                examples--;
                unless(
                        input instanceof Resume resume
                                && resume.hash().equals(example.value().getContentHash()),
                        "an example of something else");
            } else if (outcome instanceof Outcome.Forgot) {
                forgotten--;
            }
        }
        unless(examples == 0, "training examples are missing or too many: " + -examples);
        unless(forgotten == 0, "forgetting was not announced once");
        unless(!(input instanceof Correct) || answers == answered, "expected " + answers + " answers, got " + answered);
        unless(
                !(input instanceof Trace.Vote vote && isOnWhatWasSeen(vote.value()))
                        || !step.outcomes().isEmpty(),
                "a vote on a record that was seen was put by");
        known.forEach((resumeId, resume) -> checkNothingIsLeftUndone(resumeId, resume, input));
        if (input instanceof Expire expire) {
            checkDeadlines(expire, step);
            noteExpiry(step.at());
        }
        for (int i = before.size(); i < problems.size(); i++) {
            problems.set(i, "step " + number + " " + input + ": " + problems.get(i));
        }
    }

    /** Returns how many training examples must come of it. */
    private int takeIn(Resume resume, Instant at) {
        newestOffset = resume.offset();
        newestSinceStart = newestOffset;
        Known resumes = known.computeIfAbsent(resume.resumeId(), id -> new Known());
        Occurrence newest = resumes.newest();
        boolean same = newest != null && newest.hash.equals(resume.hash());
        boolean old = resume.relabel() == Relabel.UNLESS_CHANGED;
        boolean unchanged = newest != null && resume.original().equals(OptionalLong.of(resumes.original));
        if (old && !same && !unchanged) {
            return 0;
        }
        resumes.original = old ? resumes.original : resume.offset();
        if (newest != null && same && (!resumes.open.isEmpty() || resume.relabel() == Relabel.NO)) {
            newest.offsets.add(resume.offset());
            return 0;
        }
        boolean ofSameResume = same || old;
        resumes.open.add(new Occurrence(resume, at, ofSameResume && newest != null && newest.answer != null));
        return same ? 0 : 1;
    }

    private int expectedAnswers(Correct correct, Step step) {
        Known resume = known.get(correct.resumeId());
        Occurrence newest = resume == null ? null : resume.newest();
        unless(
                step.refused() == (newest == null),
                "a correction was wrongly " + (newest == null ? "taken" : "refused"));
        if (resume == null
                || newest == null
                || (correct.hash() != null && !correct.hash().equals(newest.hash))) {
            return 0;
        }
        boolean repeated =
                resume.open.isEmpty() && newest.answer != null && correct.role().equals(newest.answer.getRole());
        return repeated ? 0 : 1;
    }

    private void label(LabelledRole label, Step step) {
        Known resume = known.get(label.getResumeId());
        if (resume == null) {
            problems.add("a label for a resume that is not known");
            return;
        }
        unless(label.getRevision() == ++resume.revision, "revision " + label.getRevision() + " is out of turn");
        checkDecision(label);
        checkModelVote(label);
        Occurrence occurrence = resume.open.peek();
        if (occurrence == null) {
            again(label, resume.last, step);
            return;
        }
        unless(occurrence.hash.equals(label.getContentHash()), "a label out of the order of the contents");
        unless(occurrence.offsets.last() == label.getResumeOffset(), "a label with another record's offset");
        resume.open.remove();
        resume.last = occurrence;
        occurrence.degraded = label.getDegraded();
        occurrence.answer = label.getHumanVote();
        occurrence.answered = label.getModelVote() != null;
        if (label.getHumanVote() != null) {
            unless(step.input() instanceof Correct || occurrence.underAnswer, "an answer that no one gave");
        } else if (label.getDegraded()) {
            boolean superseded = step.input() instanceof Resume && !resume.open.isEmpty();
            boolean late = !step.at().isBefore(deadlineOf(occurrence));
            unless(superseded || (step.input() instanceof Expire && late), "degraded before the deadline");
        } else {
            unless(label.getModelVote() != null, "neither degraded nor with a model vote");
            unless(!occurrence.underAnswer, "a person's answer was lost");
        }
    }

    private void again(LabelledRole label, @Nullable Occurrence last, Step step) {
        if (last == null || !last.hash.equals(label.getContentHash())) {
            problems.add("a label for a content that was not awaited");
        } else if (label.getHumanVote() != null) {
            unless(step.input() instanceof Correct, "an answer that no one gave");
            last.answer = label.getHumanVote();
        } else {
            unless(last.degraded && !last.answered && last.answer == null, "a second decision on the same content");
            unless(
                    !label.getDegraded()
                            && label.getModelVote() != null
                            && label.getModelVote().getRole() != null,
                    "a correction without a model vote");
            last.answered = true;
        }
    }

    private void checkDecision(LabelledRole label) {
        Decision again = DecisionPolicy.recompute(label);
        unless(
                again.role().equals(label.getRole())
                        && again.decidedBy() == label.getDecidedBy()
                        && again.confidence() == label.getConfidence(),
                "a decision that its votes do not give: " + again);
        unless(!label.getDegraded() || label.getModelVote() == null, "degraded in spite of a model vote");
        unless(
                (label.getDecidedBy() == Decider.HUMAN) == (label.getHumanVote() != null),
                "a person who did not decide");
        unless(
                label.getRuleVote() == null
                        ? label.getHumanVote() != null
                        : label.getRuleVote().getLabellerVersion().equals(World.rulesOn(label.getContentHash())),
                "a rule vote on another text");
    }

    private void checkModelVote(LabelledRole label) {
        if (label.getModelVote() != null) {
            unless(
                    delivered.stream()
                            .map(each -> each.vote)
                            .anyMatch(vote -> vote.getVote().equals(label.getModelVote())
                                    && vote.getVote().getLabeller().equals(settings.modelLabeller())
                                    && vote.getResumeId().equals(label.getResumeId())
                                    && vote.getContentHash().equals(label.getContentHash())
                                    && vote.getResumeOffset() <= label.getResumeOffset()),
                    "a model vote that is not on this text");
        }
    }

    private void checkDeadlines(Expire expire, Step step) {
        boolean mayBeCutShort =
                step.outcomes().stream().filter(Outcome.Label.class::isInstance).count() == expire.atMost();
        known.forEach((resumeId, resume) -> {
            Occurrence waiting = resume.open.peek();
            unless(
                    mayBeCutShort || waiting == null || step.at().isBefore(deadlineOf(waiting)),
                    "a deadline of " + resumeId + " passed unnoticed");
        });
    }

    private Instant deadlineOf(Occurrence occurrence) {
        Instant from = occurrence.arrivedAt.isAfter(startedAt) ? occurrence.arrivedAt : startedAt;
        return from.plus(settings.deadline());
    }

    private void checkNothingIsLeftUndone(String resumeId, Known resume, Input input) {
        unless(resume.open.size() <= 1, "an older content of " + resumeId + " is still open");
        Occurrence waiting = resume.open.peek();
        unless(waiting == null || !waiting.underAnswer, "a person's answer on " + resumeId + " was not used");
        Occurrence last = resume.last;
        Occurrence wanted = waiting != null ? waiting : last;
        if (wanted == null) {
            return;
        }
        boolean takesAbstentions = waiting != null;
        boolean wants = waiting != null || (wanted.degraded && !wanted.answered && wanted.answer == null);
        unless(
                !wants
                        || delivered.stream()
                                .noneMatch(each -> !each.mayHaveExpired
                                        && each.vote.getResumeId().equals(resumeId)
                                        && each.vote.getContentHash().equals(wanted.hash)
                                        && judged(each.vote, wanted, input)
                                        && each.vote.getVote().getLabeller().equals(settings.modelLabeller())
                                        && (takesAbstentions
                                                || each.vote.getVote().getRole() != null)),
                "a vote on " + resumeId + " was not used");
    }

    /** Whether a vote must count: it judged a record with this content, or comes just now and judged it earlier. */
    private static boolean judged(LabelVote vote, Occurrence occurrence, Input input) {
        boolean comesNow = input instanceof Trace.Vote now && now.value() == vote;
        return occurrence.offsets.contains(vote.getResumeOffset())
                || (comesNow && vote.getResumeOffset() <= occurrence.offsets.last());
    }

    /** Whether nothing that comes can still need a vote: its record was seen, and its resume has a content. */
    private boolean isOnWhatWasSeen(LabelVote vote) {
        Known resume = known.get(vote.getResumeId());
        return resume != null && resume.newest() != null && vote.getResumeOffset() <= newestSinceStart;
    }

    private void noteExpiry(Instant now) {
        for (Delivered each : delivered) {
            Instant from = each.at.isAfter(startedAt) ? each.at : startedAt;
            boolean due = !now.isBefore(from.plus(settings.earlyVoteRetention()));
            each.mayHaveExpired |= due && each.vote.getResumeOffset() > newestOffset;
        }
    }

    private void unless(boolean good, String problem) {
        if (!good) {
            problems.add(problem);
        }
    }
}

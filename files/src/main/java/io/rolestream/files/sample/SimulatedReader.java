package io.rolestream.files.sample;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.MatchDirection;
import io.rolestream.files.sample.words.Rng;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A person who is shown a ranked list and reacts, as click models describe it (the position-based model; Craswell and
 * others, "An experimental comparison of click position-bias models", 2008): an entry is examined with a probability
 * that falls with its position, and only an examined entry is opened, with a probability that grows with how well it
 * suits. So entries far down are rarely opened however good they are, and whoever learns from clicks must correct for
 * that. What follows an opening (an application, a hire) depends on the grade alone.
 *
 * <p>The same seed, list and revision get the same reactions. Thread-safe.
 */
public final class SimulatedReader {
    /** By grade, 0 to 3. */
    private static final double[] OPENS = {0.05, 0.15, 0.4, 0.7};

    private static final double[] DISMISSES = {0.12, 0.05, 0.02, 0.01};
    private static final double[] APPLIES = {0.03, 0.12, 0.4, 0.7};
    private static final double[] IS_HIRED = {0.0, 0.02, 0.1, 0.3};

    private static final Duration BETWEEN_STEPS = Duration.ofSeconds(20);

    /** Which application reported it. */
    private static final String SOURCE = "generated-reader";

    private final long seed;

    public SimulatedReader(long seed) {
        this.seed = seed;
    }

    /**
     * The probability that an entry is looked at.
     *
     * @param position from 1
     */
    public static double examination(int position) {
        return 1.0 / position;
    }

    /**
     * The reactions to jobs that are shown to a candidate.
     *
     * @param jobIds the best first
     * @param grade of a job for this resume, 0 to 3
     * @param revision of the list
     * @param at when the list was shown
     * @return a {@code SHOWN} for each entry, and what was done with it
     */
    public List<JobFeedback> jobs(
            String resumeId, List<String> jobIds, ToIntFunction<String> grade, int revision, Instant at) {
        return react(MatchDirection.JOBS_FOR_RESUME, resumeId, jobIds, grade, revision, at);
    }

    /**
     * The reactions to resumes that are shown to a recruiter.
     *
     * @param resumeIds the best first
     * @param grade of a resume for this job, 0 to 3
     * @param revision of the list
     * @param at when the list was shown
     * @return a {@code SHOWN} for each entry, and what was done with it
     */
    public List<JobFeedback> resumes(
            String jobId, List<String> resumeIds, ToIntFunction<String> grade, int revision, Instant at) {
        return react(MatchDirection.RESUMES_FOR_JOB, jobId, resumeIds, grade, revision, at);
    }

    private List<JobFeedback> react(
            MatchDirection direction,
            String owner,
            List<String> shown,
            ToIntFunction<String> grades,
            int revision,
            Instant at) {
        Rng rng = new Rng(seed, 31L * (31L * owner.hashCode() + revision) + direction.ordinal());
        List<JobFeedback> reactions = new ArrayList<>();
        Instant now = at;
        for (int i = 0; i < shown.size(); i++) {
            String other = shown.get(i);
            reactions.add(feedback(direction, owner, other, FeedbackAction.SHOWN, i + 1, revision, at));
            for (FeedbackAction action : actions(grades.applyAsInt(other), i + 1, rng)) {
                now = now.plus(BETWEEN_STEPS);
                reactions.add(feedback(direction, owner, other, action, i + 1, revision, now));
            }
        }
        return reactions;
    }

    private static List<FeedbackAction> actions(int grade, int position, Rng rng) {
        if (grade < 0 || grade >= OPENS.length) {
            throw new IllegalArgumentException("a grade is 0 to %d, not %d".formatted(OPENS.length - 1, grade));
        }
        // All are drawn in any case, so that a reaction to one entry does not change those to the next.
        boolean examined = rng.chance(examination(position));
        boolean opens = rng.chance(OPENS[grade]);
        boolean dismisses = rng.chance(DISMISSES[grade]);
        boolean applies = rng.chance(APPLIES[grade]);
        boolean isHired = rng.chance(IS_HIRED[grade]);
        if (!examined || (!opens && !dismisses)) {
            return List.of();
        }
        if (!opens) {
            return List.of(FeedbackAction.DISMISSED);
        }
        return !applies
                ? List.of(FeedbackAction.OPENED)
                : isHired
                        ? List.of(FeedbackAction.OPENED, FeedbackAction.APPLIED, FeedbackAction.HIRED)
                        : List.of(FeedbackAction.OPENED, FeedbackAction.APPLIED);
    }

    private static JobFeedback feedback(
            MatchDirection direction,
            String owner,
            String other,
            FeedbackAction action,
            @Nullable Integer position,
            int revision,
            Instant at) {
        boolean ownerIsResume = direction == MatchDirection.JOBS_FOR_RESUME;
        return JobFeedback.newBuilder()
                .setResumeId(ownerIsResume ? owner : other)
                .setJobId(ownerIsResume ? other : owner)
                .setAction(action)
                .setDirection(direction)
                .setPosition(position)
                .setRevision(revision)
                .setSource(SOURCE)
                .setHappenedAt(at)
                .build();
    }
}

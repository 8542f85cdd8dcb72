package io.rolestream.trainer.run;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The facts for deciding whether to train.
 *
 * @param texts number of accumulated distinct texts
 * @param sinceTraining empty before the first training, even a failed one
 * @param newExamples since the last training, approximately
 * @param newCorrections likewise
 * @param inputDrift population stability index of the newest texts; empty if unknown
 * @param disagreementRise how much more rules and champion disagree than expected, as a share of labels; empty if
 *     unknown
 */
public record Situation(
        long texts,
        Optional<Age> sinceTraining,
        long newExamples,
        long newCorrections,
        OptionalDouble inputDrift,
        OptionalDouble disagreementRise) {
    /** Time since a training began and ended. */
    public record Age(Duration begun, Duration ended) {}
}

package io.rolestream.trainer.run;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known when it is to be decided whether to train.
 *
 * @param texts distinct ones that were accumulated
 * @param sinceTraining how long ago the last training began and ended, even one that failed; empty before the first
 * @param newExamples since the last training, about
 * @param newCorrections likewise
 * @param inputDrift population stability index of the newest texts; empty where nothing can be compared
 * @param disagreementRise how much more rules and champion disagree than expected, as a share of labels; empty where that is not known
 * @param askedBy who has asked for a training that has not begun
 */
public record Situation(
        long texts,
        Optional<Age> sinceTraining,
        long newExamples,
        long newCorrections,
        OptionalDouble inputDrift,
        OptionalDouble disagreementRise,
        Optional<String> askedBy) {
    /** The same situation, with a request for a training, if any. */
    public Situation askedBy(Optional<String> who) {
        return new Situation(texts, sinceTraining, newExamples, newCorrections, inputDrift, disagreementRise, who);
    }

    /** How long ago a training began and ended. */
    public record Age(Duration begun, Duration ended) {}
}

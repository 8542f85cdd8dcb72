package io.rolestream.models.artifact;

import java.util.Map;

/**
 * What a version was trained on.
 *
 * @param rulesetVersion the rule set whose votes it was trained on; empty where it was not
 * @param examples examples with a rule vote
 * @param corrections texts with a person's answer
 * @param offsets by {@code topic-partition}: the offset up to which the stream was taken in (exclusive)
 */
public record TrainingData(String rulesetVersion, long examples, long corrections, Map<String, Long> offsets) {
    /** Nothing that is known. */
    public static final TrainingData UNKNOWN = new TrainingData("", 0, 0, Map.of());

    public TrainingData {
        offsets = Map.copyOf(offsets);
    }
}

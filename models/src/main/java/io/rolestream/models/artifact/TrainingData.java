package io.rolestream.models.artifact;

import java.util.Map;

/**
 * What a version was trained on.
 *
 * @param rulesetVersion the rule set whose votes it was trained on; may be empty
 * @param examples number of examples with a rule vote
 * @param corrections number of texts with a person's answer
 * @param offsets by {@code topic-partition}: the end of the records used, exclusive
 */
public record TrainingData(String rulesetVersion, long examples, long corrections, Map<String, Long> offsets) {
    public static final TrainingData UNKNOWN = new TrainingData("", 0, 0, Map.of());

    public TrainingData {
        offsets = Map.copyOf(offsets);
    }
}

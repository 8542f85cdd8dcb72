package io.rolestream.trainer.matching;

import io.rolestream.rules.ruleset.RuleSet;
import java.util.Map;

/**
 * What to train.
 *
 * @param version the name of the version to make
 * @param rules whose roles and keywords the recommender uses
 * @param champions the models that the recommender has now
 * @param offsets by {@code topic-partition}: the end of the records used, exclusive; empty for files
 */
public record MatchRequest(
        String version,
        RuleSet rules,
        MatchingData data,
        MatchChampions champions,
        Map<String, Long> offsets,
        MatchSettings settings) {
    public MatchRequest {
        offsets = Map.copyOf(offsets);
    }
}

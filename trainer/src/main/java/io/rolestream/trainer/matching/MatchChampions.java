package io.rolestream.trainer.matching;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The recommender's present models, with which a training is compared.
 *
 * @param matcher the directory of the bi-encoder that retrieves; null for none
 * @param reward the directory of the reward model that re-ranks; null for none
 * @param version the name of the one that is to be replaced; null if there is none
 */
public record MatchChampions(
        @Nullable Path matcher,
        @Nullable Path reward,
        @Nullable String version) {
    /** A recommender without models. */
    public static final MatchChampions NONE = new MatchChampions(null, null, null);
}

package io.rolestream.matching;

import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Pooling;
import io.rolestream.matching.ranking.DescriptionSettings;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a matcher is made of.
 *
 * @param rules whose roles and keywords it uses
 * @param embedder a directory with a bi-encoder; null for none
 * @param pooling how the bi-encoder's token vectors become one; null for what its {@code modules.json} says
 * @param reranker a directory with a cross-encoder of one label; null for none
 * @param inference of both models
 * @param memory of both models' calibrations; null calibrates each time
 * @param descriptions how much generated descriptions count; null where none are used
 */
public record MatcherOptions(
        RuleSet rules,
        @Nullable Path embedder,
        @Nullable Pooling pooling,
        @Nullable Path reranker,
        InferenceOptions inference,
        @Nullable CalibrationMemory memory,
        RankingSettings ranking,
        @Nullable DescriptionSettings descriptions) {
    /** The default rules without models. */
    public static MatcherOptions defaults() {
        return of(RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard()));
    }

    /** A rule set without models. */
    public static MatcherOptions of(RuleSet rules) {
        return new MatcherOptions(
                rules, null, null, null, InferenceOptions.defaults(), null, RankingSettings.defaults(), null);
    }

    public MatcherOptions withEmbedder(@Nullable Path directory, @Nullable CalibrationMemory newMemory) {
        return new MatcherOptions(rules, directory, pooling, reranker, inference, newMemory, ranking, descriptions);
    }

    public MatcherOptions withReranker(@Nullable Path directory) {
        return new MatcherOptions(rules, embedder, pooling, directory, inference, memory, ranking, descriptions);
    }

    public MatcherOptions withInference(InferenceOptions newInference) {
        return new MatcherOptions(rules, embedder, pooling, reranker, newInference, memory, ranking, descriptions);
    }

    public MatcherOptions withPooling(@Nullable Pooling newPooling) {
        return new MatcherOptions(rules, embedder, newPooling, reranker, inference, memory, ranking, descriptions);
    }

    public MatcherOptions withRanking(RankingSettings newRanking) {
        return new MatcherOptions(rules, embedder, pooling, reranker, inference, memory, newRanking, descriptions);
    }

    public MatcherOptions withDescriptions(@Nullable DescriptionSettings newDescriptions) {
        return new MatcherOptions(rules, embedder, pooling, reranker, inference, memory, ranking, newDescriptions);
    }
}

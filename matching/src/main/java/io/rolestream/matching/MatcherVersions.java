package io.rolestream.matching;

import org.jspecify.annotations.Nullable;

/**
 * What a match depends on besides the two profiles and the index.
 *
 * @param matcher settings and skill vocabulary, {@code name@hash}
 * @param embedder null without a bi-encoder
 * @param reranker null without a reward model
 */
public record MatcherVersions(
        String matcher, @Nullable String embedder, @Nullable String reranker) {}

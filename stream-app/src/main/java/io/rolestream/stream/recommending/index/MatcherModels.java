package io.rolestream.stream.recommending.index;

import io.rolestream.matching.MatcherOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What matchers are made of.
 *
 * @param options without models
 * @param embedder the bi-encoder; null for none
 * @param reranker the reward model; null for none
 * @param directory of this process, where the vectors of postings and the indexes of jobs are kept
 */
public record MatcherModels(
        MatcherOptions options,
        @Nullable ModelSource embedder,
        @Nullable ModelSource reranker,
        Path directory) {}

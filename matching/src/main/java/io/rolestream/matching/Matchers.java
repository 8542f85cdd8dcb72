package io.rolestream.matching;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.engine.tokenizer.PairCut;
import io.rolestream.engine.torch.TorchException;
import io.rolestream.labellers.checkpoint.CheckpointFacts;
import io.rolestream.matching.index.IndexSettings;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.ranking.PairReranker;
import io.rolestream.matching.ranking.Ranker;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens matchers. */
public final class Matchers {
    private static final int SHOWN_HASH = 8;

    /** Changes with the code where results change with the same settings and files. */
    private static final String ALGORITHM = "2";

    /** Changes with how descriptions are read and ranked by. */
    private static final String DESCRIBED = "described-2 ";

    private Matchers() {}

    /** As {@link #open(MatcherOptions, Path)}, without a cache. */
    public static Matcher open(MatcherOptions options) throws IOException {
        return open(options, null);
    }

    /**
     * Opens a matcher.
     *
     * @param vectors a directory that this process alone uses, where the vectors of postings are kept, so that a
     *     service that starts again embeds none twice; its matchers may share it; null for none. Those of resumes are
     *     kept nowhere
     * @return the caller closes it
     * @throws IOException if a model's directory lacks something, or holds another kind of model
     * @throws TorchException if a model cannot be computed here as the options ask
     */
    public static Matcher open(MatcherOptions options, @Nullable Path vectors) throws IOException {
        RuleSet rules = options.rules();
        Taxonomy taxonomy = rules.taxonomy();
        SkillVocabulary vocabulary = SkillVocabulary.of(rules);
        Profiler profiler = new Profiler(rules, vocabulary, options.ranking().belief());
        CheckpointDirectory embedderFiles =
                options.embedder() == null ? null : CheckpointDirectory.open(options.embedder());
        CheckpointDirectory rerankerFiles =
                options.reranker() == null ? null : CheckpointDirectory.open(options.reranker());
        MatcherVersions versions = new MatcherVersions(
                "matcher@" + version(options, vocabulary, profiler),
                version(embedderFiles, taxonomy, List.of(String.valueOf(options.pooling()), length(options))),
                version(rerankerFiles, taxonomy, List.of(length(options))));
        TextEmbedder embedder = null;
        PairScorer scorer = null;
        PostingVectors cache = null;
        try {
            if (embedderFiles != null) {
                embedder = TextEmbedder.open(
                        embedderFiles,
                        options.inference(),
                        new EmbeddingOptions(options.pooling(), true),
                        options.memory());
                if (vectors != null && versions.embedder() != null) {
                    cache = PostingVectors.open(vectors, versions.embedder(), embedder.dimension());
                }
            }
            if (rerankerFiles != null) {
                scorer = PairScorer.open(rerankerFiles, options.inference(), PairCut.LONGEST_FIRST, options.memory());
                if (scorer.labels().size() != 1) {
                    throw new IOException(options.reranker() + " is a model with "
                            + scorer.labels().size() + " labels; a re-ranker has one");
                }
            }
        } catch (IOException | RuntimeException e) {
            close(embedder);
            close(scorer);
            close(cache);
            throw e;
        }
        Ranker ranker =
                new Ranker(options.ranking(), vocabulary, taxonomy, scorer == null ? null : new PairReranker(scorer));
        return new StandardMatcher(
                versions, taxonomy, profiler, ranker, options.descriptions(), embedder, scorer, cache);
    }

    private static void close(@Nullable AutoCloseable model) {
        if (model != null) {
            try {
                model.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String length(MatcherOptions options) {
        return String.valueOf(options.inference().maxTokens());
    }

    private static @Nullable String version(
            @Nullable CheckpointDirectory checkpoint, Taxonomy taxonomy, List<String> settings) throws IOException {
        return checkpoint == null ? null : CheckpointFacts.version(checkpoint, taxonomy, settings);
    }

    private static String version(MatcherOptions options, SkillVocabulary vocabulary, Profiler profiler) {
        String all = String.join(
                "\n",
                ALGORITHM,
                IndexSettings.defaults().toString(),
                options.ranking().toString(),
                options.rules().version(),
                vocabulary.version(),
                profiler.maskVersion());
        if (options.descriptions() != null) {
            all += "\n" + DESCRIBED + options.descriptions();
        }
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, SHOWN_HASH);
    }
}

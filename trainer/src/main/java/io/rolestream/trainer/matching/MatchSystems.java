package io.rolestream.trainer.matching;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Pooling;
import io.rolestream.evaluation.ranking.RankedList;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.Hits;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ways to rank, each as the recommender itself ranks: its retrieval, its settings, its texts. Models compute in fp32,
 * so that a verdict does not depend on what precision is fastest on a machine at the moment.
 */
final class MatchSystems {
    /** How many results are judged. */
    private static final int TOP = 100;

    private final RuleSet rules;
    private final MatchingData data;
    private final InferenceOptions inference;

    MatchSystems(RuleSet rules, MatchingData data, int threads) {
        this.rules = rules;
        this.data = data;
        this.inference =
                InferenceOptions.defaults().withPrecision(Precision.FP32).withThreads(1, threads);
    }

    /** By words alone. */
    MatcherOptions words() {
        return recommender(null, null, null).withRanking(weights(1, 0));
    }

    /** By vectors alone. */
    MatcherOptions vectors(Path embedder, @Nullable Pooling pooling) {
        return recommender(embedder, pooling, null).withRanking(weights(0, 1));
    }

    private static RankingSettings weights(float bm25, float embedding) {
        return RankingSettings.defaults().withWeights(bm25, embedding, 0, 0, 0);
    }

    /** As the recommender ranks by default. */
    MatcherOptions recommender(@Nullable Path embedder, @Nullable Pooling pooling, @Nullable Path reranker) {
        return MatcherOptions.of(rules)
                .withInference(inference)
                .withEmbedder(embedder, null)
                .withPooling(pooling)
                .withReranker(reranker);
    }

    /**
     * Ranks jobs for resumes.
     *
     * @param name of the run
     */
    RetrievalRun jobsForResumes(String name, MatcherOptions options, List<String> resumes, List<String> jobs)
            throws IOException, InterruptedException {
        try (Matcher matcher = Matchers.open(options)) {
            return run(name, matcher, profiles(matcher, resumes, true), profiles(matcher, jobs, false));
        }
    }

    /** As {@link #jobsForResumes}, in the other direction. */
    RetrievalRun resumesForJobs(String name, MatcherOptions options, List<String> jobs, List<String> resumes)
            throws IOException, InterruptedException {
        try (Matcher matcher = Matchers.open(options)) {
            return run(name, matcher, profiles(matcher, jobs, false), profiles(matcher, resumes, true));
        }
    }

    private static RetrievalRun run(String name, Matcher matcher, List<Profile> queries, List<Profile> documents)
            throws InterruptedException {
        Map<String, RankedList> lists = new LinkedHashMap<>();
        try (MatchIndex index = index(matcher, documents)) {
            for (Profile query : queries) {
                List<RankedList.Entry> entries = new ArrayList<>();
                for (RankedMatch match : matcher.rank(query, index, MatchFilter.none(), TOP)) {
                    entries.add(new RankedList.Entry(match.id(), match.score()));
                }
                lists.put(query.id(), RankedList.ofOrder(entries));
            }
        }
        return new RetrievalRun(name, lists);
    }

    private static MatchIndex index(Matcher matcher, List<Profile> documents) {
        MatchIndex index = matcher.newIndex();
        documents.forEach(index::put);
        index.refresh();
        return index;
    }

    private List<Profile> profiles(Matcher matcher, List<String> ids, boolean resumes) throws InterruptedException {
        List<CompletableFuture<Profile>> made = new ArrayList<>();
        for (String id : ids) {
            Candidate candidate = resumes ? data.resumes().get(id) : null;
            Posting posting = resumes ? null : data.jobs().get(id);
            if (candidate != null) {
                made.add(matcher.profile(candidate, RoleBelief.unknown()));
            } else if (posting != null) {
                made.add(matcher.profile(posting, RoleBelief.unknown()));
            }
        }
        return made.stream().map(CompletableFuture::join).toList();
    }

    /**
     * What is retrieved for resumes, with its scores, to mine negatives from: by words and, with a bi-encoder, by
     * vectors. In fp32, so that a continued training mines the same.
     *
     * @param embedder the bi-encoder's directory; null for none
     */
    Map<String, List<List<Hit>>> rankings(List<String> resumes, List<String> jobs, int depth, @Nullable Path embedder)
            throws IOException, InterruptedException {
        Map<String, List<List<Hit>>> rankings = new LinkedHashMap<>();
        try (Matcher matcher = Matchers.open(recommender(embedder, null, null));
                MatchIndex index = index(matcher, profiles(matcher, jobs, false))) {
            for (Profile resume : profiles(matcher, resumes, true)) {
                Hits hits = index.search(resume, depth, MatchFilter.none());
                rankings.put(resume.id(), List.of(hits.bm25(), hits.dense()));
            }
        }
        return rankings;
    }
}

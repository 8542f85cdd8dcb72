package io.rolestream.trainer.matching;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextPair;
import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a trained model with its rivals, on the resumes and the jobs of the test. */
final class MatchComparisons {
    private static final String WORDS = "BM25";
    private static final String BASE = "base";
    private static final String TRAINED = "trained";
    private static final String RECOMMENDER = "recommender";
    private static final String WITH_BASE = "recommender with base";
    private static final String WITH_TRAINED = "recommender with trained";
    private static final String CHAMPION = "champion";
    private static final String WITH_CHAMPION = "recommender with champion";
    private static final String RERANKED = "re-ranked";

    private final MatchSystems systems;
    private final MatchSplit split;
    private final List<String> resumes;
    private final List<String> jobs;
    private final Qrels qrels;

    /** Ranks with a system, jobs for resumes or the other way round. */
    private record System(String name, MatcherOptions options) {}

    MatchComparisons(MatchSystems systems, MatchSplit split) {
        this.systems = systems;
        this.split = split;
        this.qrels = new Qrels(MatchSplit.grades(split.test()));
        this.resumes = List.copyOf(qrels.queries());
        this.jobs = split.testJobs().stream().map(Profile::id).toList();
    }

    /** A trained bi-encoder must rank better than words, than its base and than the champion. */
    MatchVerdict matcher(
            Path model, Path base, @Nullable Pooling basePooling, MatchChampions champions, boolean byPeople)
            throws IOException, InterruptedException {
        List<System> compared = new ArrayList<>(List.of(
                new System(TRAINED, systems.vectors(model, null)),
                new System(WORDS, systems.words()),
                new System(BASE, systems.vectors(base, basePooling)),
                new System(RECOMMENDER, systems.recommender(null, null, null)),
                new System(WITH_BASE, systems.recommender(base, basePooling, null)),
                new System(WITH_TRAINED, systems.recommender(model, null, null))));
        if (champions.matcher() != null) {
            compared.add(new System(CHAMPION, systems.vectors(champions.matcher(), null)));
            compared.add(new System(WITH_CHAMPION, systems.recommender(champions.matcher(), null, null)));
        }
        return compared(compared, Set.of(WORDS, BASE, CHAMPION), byPeople);
    }

    /** A reward model must improve on the recommender without one, and on the recommender with the champion. */
    MatchVerdict reward(Path model, MatchChampions champions, boolean byPeople)
            throws IOException, InterruptedException {
        Path embedder = champions.matcher();
        List<System> compared = new ArrayList<>(List.of(
                new System(RERANKED, systems.recommender(embedder, null, model)),
                new System(RECOMMENDER, systems.recommender(embedder, null, null)),
                new System(WORDS, systems.words())));
        if (champions.reward() != null) {
            compared.add(new System(CHAMPION, systems.recommender(embedder, null, champions.reward())));
        }
        return compared(compared, Set.of(RECOMMENDER, CHAMPION), byPeople);
    }

    /** @param rivals those of the systems that the first must beat; others that are named do not count */
    private MatchVerdict compared(List<System> compared, Set<String> rivals, boolean byPeople)
            throws IOException, InterruptedException {
        List<RetrievalRun> forward = new ArrayList<>();
        List<RetrievalRun> backward = new ArrayList<>();
        Qrels turned = qrels.transposed();
        List<String> queries = List.copyOf(turned.queries());
        for (System system : compared) {
            forward.add(systems.jobsForResumes(system.name(), system.options(), resumes, jobs));
            backward.add(systems.resumesForJobs(system.name(), system.options(), queries, resumes));
        }
        return MatchVerdict.of(
                RankingComparison.of("Jobs for resumes", qrels, forward, List.of()),
                RankingComparison.of("Resumes for jobs", turned, backward, List.of()),
                compared.stream().map(System::name).filter(rivals::contains).collect(Collectors.toSet()),
                byPeople);
    }

    /** How often a reward model, and the longer job, is right about which of two jobs suits a resume better. */
    String order(CheckpointDirectory model) throws IOException, InterruptedException {
        Map<String, List<GradedMatch>> all = MatchSplit.byResume(split.test());
        List<TextPair> texts = new ArrayList<>();
        Map<GradedMatch, Integer> places = new LinkedHashMap<>();
        all.values()
                .forEach(matches -> matches.forEach(match -> {
                    places.put(match, texts.size());
                    texts.add(new TextPair(text(split.resume(match)), text(split.job(match))));
                }));
        List<Prediction> scores;
        try (PairScorer scorer =
                PairScorer.open(model, InferenceOptions.defaults().withPrecision(Precision.FP32))) {
            scores = scorer.score(texts);
        }
        int right = 0;
        int longer = 0;
        int count = 0;
        for (List<GradedMatch> matches : all.values()) {
            for (GradedMatch better : matches) {
                for (GradedMatch worse : matches) {
                    if (better.grade() > worse.grade()) {
                        count++;
                        int first = places.getOrDefault(better, 0);
                        int second = places.getOrDefault(worse, 0);
                        right += scores.get(first).score() > scores.get(second).score() ? 1 : 0;
                        longer += texts.get(first).second().length()
                                        > texts.get(second).second().length()
                                ? 1
                                : 0;
                    }
                }
            }
        }
        if (count == 0) {
            return "No resume of the test has jobs of different grades.";
        }
        Estimate accuracy = Wilson.interval(right, count);
        return String.format(
                Locale.ROOT,
                "Of %,d pairs of test jobs of different grades the model scores the better one higher in %.3f"
                        + " [%.3f, %.3f] (pairs share jobs, so the interval is too narrow); the longer text is the"
                        + " better one in %.3f.",
                count,
                accuracy.value(),
                accuracy.lower(),
                accuracy.upper(),
                (double) longer / count);
    }

    private static String text(Profile profile) {
        return EmbeddedText.of(profile);
    }
}

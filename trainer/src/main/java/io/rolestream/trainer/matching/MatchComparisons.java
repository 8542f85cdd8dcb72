package io.rolestream.trainer.matching;

import io.rolestream.engine.task.Pooling;
import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
}

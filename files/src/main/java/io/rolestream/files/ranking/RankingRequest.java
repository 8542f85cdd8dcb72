package io.rolestream.files.ranking;

import io.rolestream.files.describe.DescriptionInput;
import io.rolestream.matching.MatcherOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to compare. With files of resumes and jobs, systems of the matcher and external runs are compared; without, only
 * runs against a qrels file.
 *
 * @param resumes null, with {@code jobs}, to judge only runs
 * @param qrels judgements in TREC's format; null if they come from elsewhere
 * @param grades a table of graded pairs; null if they come from elsewhere
 * @param bridge whether the same role is relevance
 * @param directions empty for both
 * @param systems empty for all that the given models allow
 * @param runs files of other systems
 * @param top how many results each system ranks for a query, at least 1
 * @param descriptions of resumes, to rank with; null for none
 * @param keepVerdict whether the generator's directory gets the verdict on its descriptions
 * @param out a directory for runs, judgements and reports; null to write none
 */
public record RankingRequest(
        @Nullable Path resumes,
        @Nullable Path jobs,
        @Nullable Path qrels,
        @Nullable Path grades,
        boolean bridge,
        List<RankingDirection> directions,
        List<RankingSystem> systems,
        List<Path> runs,
        int top,
        MatcherOptions matcher,
        @Nullable DescriptionInput descriptions,
        boolean keepVerdict,
        @Nullable Path out) {
    private static final Path STANDARD_INPUT = Path.of("-");

    /** @throws IllegalArgumentException if the options do not fit together; the message names them */
    public RankingRequest {
        directions = directions.isEmpty()
                ? List.of(RankingDirection.values())
                : directions.stream().distinct().toList();
        systems = List.copyOf(systems);
        runs = List.copyOf(runs);
        int sources = (qrels == null ? 0 : 1) + (grades == null ? 0 : 1) + (bridge ? 1 : 0);
        require(sources == 1, "name one of --qrels, --grades and --bridge: it says what is relevant");
        require((resumes == null) == (jobs == null), "--resumes and --jobs belong together; name both files");
        require(
                resumes == null || jobs == null || !resumes.equals(STANDARD_INPUT) || !jobs.equals(STANDARD_INPUT),
                "--resumes and --jobs: only one of them can be standard input");
        require(
                resumes != null || (qrels != null && !runs.isEmpty()),
                "name --resumes and --jobs to rank them, or --qrels and --runs to judge run files alone");
        require(resumes != null || systems.isEmpty(), "--systems ranks --resumes and --jobs; name both files");
        boolean embedder = matcher.embedder() != null;
        boolean reranker = matcher.reranker() != null;
        for (RankingSystem system : systems) {
            require(
                    system.isPossible(embedder, reranker, descriptions != null),
                    "--systems " + system.key() + " needs a model; name its directory with " + system.needs());
        }
        require(systems.stream().distinct().count() == systems.size(), "--systems names a system twice");
        require(descriptions == null || resumes != null, "descriptions are of --resumes; name --resumes and --jobs");
        require(
                descriptions == null || directions.contains(RankingDirection.JOBS),
                "descriptions are of resumes; they rank --direction jobs alone");
        for (RankingSystem system : systems) {
            require(
                    systems.contains(system.undescribed()),
                    "--systems " + system.key() + " is compared with "
                            + system.undescribed().key() + "; name both");
        }
        require(
                descriptions == null || systems.isEmpty() || systems.stream().anyMatch(RankingSystem::isDescribed),
                "--systems names none that uses descriptions; add " + RankingSystem.DESCRIBED.key());
        require(
                !keepVerdict || (descriptions != null && descriptions.generator() != null),
                "--keep-verdict is kept in a generator's directory; name it with --generator");
        require(top >= 1, "--depth must be at least 1, not " + top);
    }

    /** Without generated descriptions. */
    public RankingRequest(
            @Nullable Path resumes,
            @Nullable Path jobs,
            @Nullable Path qrels,
            @Nullable Path grades,
            boolean bridge,
            List<RankingDirection> directions,
            List<RankingSystem> systems,
            List<Path> runs,
            int top,
            MatcherOptions matcher,
            @Nullable Path out) {
        this(resumes, jobs, qrels, grades, bridge, directions, systems, runs, top, matcher, null, false, out);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The systems to run in a direction: descriptions are of resumes, so those for jobs have none. */
    List<RankingSystem> chosen(RankingDirection direction) {
        return direction == RankingDirection.JOBS
                ? chosen()
                : chosen().stream().filter(system -> !system.isDescribed()).toList();
    }

    /** The systems to run: those named and the baselines, or all that the models allow. */
    List<RankingSystem> chosen() {
        List<RankingSystem> possible =
                RankingSystem.possible(matcher.embedder() != null, matcher.reranker() != null, descriptions != null);
        if (systems.isEmpty()) {
            return possible;
        }
        List<RankingSystem> chosen = new ArrayList<>(systems);
        possible.stream()
                .filter(RankingSystem::isBaseline)
                .filter(one -> !systems.contains(one))
                .forEach(chosen::add);
        return chosen;
    }
}

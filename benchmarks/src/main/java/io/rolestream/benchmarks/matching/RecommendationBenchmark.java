package io.rolestream.benchmarks.matching;

import io.rolestream.common.files.FileException;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.IndexSettings;
import io.rolestream.matching.index.LuceneMatchIndex;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.vectors.VectorPrecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lists of jobs for generated resumes, without Kafka: time to build the index, time of a list, its shares, lists per
 * second, memory; with a bi-encoder the graph against the exact search; with a re-ranker its price.
 */
@Command(name = "recommendation-benchmark", showDefaultValues = true)
public final class RecommendationBenchmark {
    private static final int TOP = 10;
    private static final int RECALL_DEPTH = 100;
    /** Processor time of a warm-up: until then much is not compiled. */
    private static final long WARM_UP_NANOS = 15_000_000_000L;

    private static final int EMBEDDED_ALONE = 500;
    private static final int MOST_UNDER_WAY = 1_000;
    private static final double NANOS_PER_MILLI = 1e6;

    @Option(names = "--jobs", split = ",")
    private List<Integer> sizes = List.of(10_000, 100_000);

    @Option(names = "--queries", description = "Resumes.")
    private int queries = 500;

    @Option(names = "--threads", description = "Of lists per second.")
    private int threads = 2;

    @Option(names = "--embedder", description = "A bi-encoder's checkpoint; default none.")
    private @Nullable Path embedder;

    @Option(names = "--max-tokens", description = "Where the bi-encoder cuts texts; default where it does itself.")
    private @Nullable Integer maxTokens;

    @Option(names = "--vectors", description = "Keeps the jobs' vectors there, so that another run embeds none.")
    private @Nullable Path vectors;

    @Option(
            names = "--embedded",
            description = "Jobs that are embedded; further ones get the mean of two of their vectors.")
    private int embedded = Integer.MAX_VALUE;

    @Option(
            names = "--directory",
            description = "Keeps indexes there, so that another run builds none; default memory.")
    private @Nullable Path directory;

    @Option(names = "--graph", description = "With a bi-encoder, builds a graph as well and compares it.")
    private boolean graph;

    @Option(names = "--whole", description = "Also times lists whose candidates are read whole, texts included.")
    private boolean whole;

    @Option(names = "--rerank", description = "Re-ranks so many with a cross-encoder of the bi-encoder's size.")
    private int rerank;

    @Option(names = "--reranked", description = "Resumes whose lists are re-ranked.")
    private int reranked = 50;

    private final GeneratedTexts texts = new GeneratedTexts();

    private RecommendationBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        RecommendationBenchmark benchmark = new RecommendationBenchmark();
        new CommandLine(benchmark).parseArgs(arguments);
        for (int size : benchmark.sizes) {
            benchmark.run(size);
        }
    }

    private MatcherOptions options() {
        InferenceOptions inference = InferenceOptions.defaults();
        return MatcherOptions.defaults()
                .withEmbedder(embedder, null)
                .withInference(maxTokens == null ? inference : inference.withLongText(maxTokens, inference.longText()));
    }

    private LuceneMatchIndex index(Matcher matcher, int size, boolean asGraph) throws FileException {
        IndexSettings settings = IndexSettings.defaults();
        if (asGraph) {
            settings = settings.withVectors(0, VectorPrecision.FP32);
        }
        String versions = matcher.versions() + " " + embedded;
        return directory == null
                ? LuceneMatchIndex.inMemory(settings)
                : LuceneMatchIndex.open(
                        directory.resolve("%d-%s-%s".formatted(size, asGraph ? "graph" : "exact", embedder != null)),
                        settings,
                        versions);
    }

    private void run(int size) throws Exception {
        print("%n%,d jobs, %s", size, embedder == null ? "no encoder" : "encoder " + embedder.getFileName());
        try (Matcher matcher = Matchers.open(options(), vectors)) {
            List<Profile> resumes = embedResumes(matcher);
            try (MatchIndex exact = build(matcher, size, false)) {
                warmUp(matcher, resumes, exact);
                time("lists", matcher, resumes, exact);
                if (whole) {
                    time("lists, candidates read whole", matcher, resumes, new WholeProfiles(exact));
                }
                shares(matcher, resumes, exact);
                perSecond(matcher, exact);
                if (rerank > 0) {
                    timeReranking(resumes, exact);
                }
                if (graph && embedder != null) {
                    try (MatchIndex asGraph = build(matcher, size, true)) {
                        compare(resumes, exact, asGraph);
                        time("lists from the graph", matcher, resumes, asGraph);
                    }
                }
            }
        }
    }

    private List<Profile> embedResumes(Matcher matcher) throws InterruptedException {
        List<CompletableFuture<Profile>> profiles = new ArrayList<>();
        for (int i = 1; i <= queries; i++) {
            profiles.add(matcher.profile(texts.candidate(i), RoleBelief.unknown()));
        }
        return profiles.stream().map(CompletableFuture::join).toList();
    }

    private MatchIndex build(Matcher matcher, int size, boolean asGraph) throws InterruptedException, IOException {
        long heap = ProcessFigures.usedHeap();
        long start = System.nanoTime();
        long busy = ProcessFigures.processorTime();
        LuceneMatchIndex index = index(matcher, size, asGraph);
        boolean isBuilt = index.size() == size;
        if (!isBuilt) {
            fill(index, matcher, size);
        }
        print(
                "%s index %s in %.1f s, %.1f s of processor time; %.0f MB more heap, %.0f MB resident",
                asGraph ? "graph" : "exact",
                isBuilt ? "opened" : "built",
                (System.nanoTime() - start) / 1e9,
                (ProcessFigures.processorTime() - busy) / 1e9,
                (ProcessFigures.usedHeap() - heap) / 1e6,
                ProcessFigures.residentMegabytes());
        return index;
    }

    private void fill(LuceneMatchIndex index, Matcher matcher, int size) throws InterruptedException, IOException {
        int first = Math.min(size, embedded);
        VectorMixture mixture = new VectorMixture();
        Deque<CompletableFuture<Profile>> underWay = new ArrayDeque<>();
        for (int i = 1; i <= first; i++) {
            underWay.add(matcher.profile(texts.posting(i), RoleBelief.unknown()));
            if (underWay.size() == MOST_UNDER_WAY || i == first) {
                while (!underWay.isEmpty()) {
                    Profile profile = underWay.remove().join();
                    if (first < size) {
                        mixture.add(profile.vector());
                    }
                    index.put(profile);
                }
            }
        }
        if (first < size) {
            try (Matcher withoutEncoder = Matchers.open(MatcherOptions.defaults())) {
                for (int i = first + 1; i <= size; i++) {
                    Profile profile = withoutEncoder
                            .profile(texts.posting(i), RoleBelief.unknown())
                            .join();
                    index.put(profile.withVector(mixture.next()));
                }
            }
        }
        index.refresh();
        if (directory != null) {
            index.commit(Map.of());
        }
    }

    private void time(String what, Matcher matcher, List<Profile> resumes, MatchIndex index)
            throws InterruptedException {
        QueryTimes durations = new QueryTimes(queries);
        for (Profile resume : resumes) {
            durations.start();
            matcher.rank(resume, index, MatchFilter.none(), TOP);
            durations.stop();
        }
        print("%s: %s", what, durations);
    }

    private static void warmUp(Matcher matcher, List<Profile> resumes, MatchIndex index) throws InterruptedException {
        long end = ProcessFigures.threadTime() + WARM_UP_NANOS;
        for (int i = 0; ProcessFigures.threadTime() < end; i++) {
            matcher.rank(resumes.get(i % resumes.size()), index, MatchFilter.none(), TOP);
        }
    }

    /** Processor time of a list by what it is spent on. */
    private void shares(Matcher matcher, List<Profile> resumes, MatchIndex index) throws InterruptedException {
        StagedIndex staged = new StagedIndex(index);
        long start = ProcessFigures.processorTime();
        for (Profile resume : resumes) {
            matcher.rank(resume, staged, MatchFilter.none(), TOP);
        }
        long all = ProcessFigures.processorTime() - start;
        long busy = ProcessFigures.processorTime();
        int count = Math.min(EMBEDDED_ALONE, resumes.size());
        List<CompletableFuture<Profile>> profiles = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            profiles.add(matcher.profile(texts.candidate(i), RoleBelief.unknown()));
        }
        profiles.forEach(CompletableFuture::join);
        double profile = (ProcessFigures.processorTime() - busy) / NANOS_PER_MILLI / count;
        long rest = all - staged.words() - staged.vectors() - staged.profiles();
        print(
                "processor time of a list: profile and embedding %.2f ms, words %.2f ms, vectors %.2f ms, texts of results"
                        + " %.2f ms, ranking and reasons %.2f ms",
                profile,
                each(staged.words(), resumes),
                each(staged.vectors(), resumes),
                each(staged.profiles(), resumes),
                each(rest, resumes));
    }

    private static double each(long nanos, List<Profile> resumes) {
        return nanos / NANOS_PER_MILLI / resumes.size();
    }

    /** From texts to lists, on several threads. */
    private void perSecond(Matcher matcher, MatchIndex index) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        long busy = ProcessFigures.processorTime();
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            ends.add(workers.submit(() -> {
                List<CompletableFuture<Profile>> batch = new ArrayList<>();
                int number = next.incrementAndGet();
                while (number <= queries) {
                    batch.add(matcher.profile(texts.candidate(number), RoleBelief.unknown()));
                    number = next.incrementAndGet();
                    if (batch.size() == 16 || number > queries) {
                        for (CompletableFuture<Profile> profile : batch) {
                            matcher.rank(profile.join(), index, MatchFilter.none(), TOP);
                        }
                        batch.clear();
                    }
                }
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double processor = (ProcessFigures.processorTime() - busy) / 1e9;
        workers.shutdown();
        print(
                "from texts, %d threads: %.1f lists/s, %.1f per second of processor time",
                threads, queries / seconds, queries / processor);
    }

    private void timeReranking(List<Profile> resumes, MatchIndex index) throws Exception {
        if (embedder == null) {
            throw new IllegalArgumentException("--rerank needs --embedder, whose size the cross-encoder has");
        }
        RankingSettings few = RankingSettings.defaults();
        few = new RankingSettings(
                few.depth(),
                few.fusionK(),
                few.bm25(),
                few.embedding(),
                few.role(),
                few.skills(),
                few.skillPrior(),
                few.seniority(),
                few.belief(),
                few.reward(),
                rerank);
        Path directory = UntrainedReranker.save(embedder);
        try (Matcher matcher =
                Matchers.open(MatcherOptions.defaults().withReranker(directory).withRanking(few))) {
            List<Profile> some = resumes.subList(0, Math.min(reranked, resumes.size()));
            QueryTimes durations = new QueryTimes(some.size());
            long busy = ProcessFigures.processorTime();
            for (Profile resume : some) {
                durations.start();
                matcher.rank(resume, index, MatchFilter.none(), TOP);
                durations.stop();
            }
            print(
                    "re-ranking %d: p50 %.0f ms, p99 %.0f ms, %.0f ms of all threads' processor time each",
                    rerank,
                    durations.elapsed(0.5),
                    durations.elapsed(0.99),
                    (ProcessFigures.processorTime() - busy) / NANOS_PER_MILLI / some.size());
        } finally {
            UntrainedReranker.delete(directory);
        }
    }

    private void compare(List<Profile> resumes, MatchIndex exact, MatchIndex asGraph) {
        QueryTimes ofExact = new QueryTimes(queries);
        QueryTimes ofGraph = new QueryTimes(queries);
        long same = 0;
        long all = 0;
        for (Profile resume : resumes) {
            Profile vectorAlone = StagedIndex.part(resume, false, true);
            ofExact.start();
            List<Hit> right =
                    exact.search(vectorAlone, RECALL_DEPTH, MatchFilter.none()).dense();
            ofExact.stop();
            ofGraph.start();
            List<Hit> found = asGraph.search(vectorAlone, RECALL_DEPTH, MatchFilter.none())
                    .dense();
            ofGraph.stop();
            Set<String> wanted = new HashSet<>(right.stream().map(Hit::id).toList());
            all += wanted.size();
            same += found.stream().filter(hit -> wanted.contains(hit.id())).count();
        }
        print("best %d by vectors, exact: %s", RECALL_DEPTH, ofExact);
        print("best %d by vectors, graph: %s; recall %.4f", RECALL_DEPTH, ofGraph, (double) same / all);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}

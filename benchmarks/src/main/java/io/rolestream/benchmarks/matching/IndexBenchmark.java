package io.rolestream.benchmarks.matching;

import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.Hits;
import io.rolestream.matching.index.IndexSettings;
import io.rolestream.matching.index.LuceneMatchIndex;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.vectors.VectorPrecision;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Builds an index of made-up jobs on disk, and searches it for made-up resumes: time to build, time of a query, memory,
 * disk, and recall of the graph against the exact search. {@code tools/matching_peers.py} runs it beside Python's bm25s
 * and FAISS, on the same texts and vectors.
 */
@Command(name = "index-benchmark", showDefaultValues = true)
public final class IndexBenchmark {
    /** How vectors are searched. */
    enum Way {
        EXACT(Integer.MAX_VALUE, VectorPrecision.FP32),
        HNSW(0, VectorPrecision.FP32),
        INT8(0, VectorPrecision.INT8);

        private final IndexSettings settings;

        Way(int exactVectors, VectorPrecision precision) {
            settings = IndexSettings.defaults().withVectors(exactVectors, precision);
        }
    }

    private static final int WARM_UP = 300;

    @Option(names = "--jobs", split = ",")
    private List<Integer> sizes = List.of(10_000, 100_000);

    @Option(names = "--ways", split = ",")
    private List<Way> ways = List.of(Way.values());

    @Option(names = "--queries")
    private int queries = 500;

    @Option(names = "--depth", description = "Candidates of each way.")
    private int depth = 100;

    @Option(names = "--directory", description = "Where indexes are written; default a temporary directory.")
    private @Nullable Path directory;

    @Option(names = "--export", description = "Writes the texts and vectors for the peers there, and ends.")
    private @Nullable Path export;

    private IndexBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        IndexBenchmark benchmark = new IndexBenchmark();
        new CommandLine(benchmark).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        if (benchmark.export != null) {
            benchmark.export(benchmark.export);
            return;
        }
        for (int size : benchmark.sizes) {
            Set<String> exact = new HashSet<>();
            for (Way way : benchmark.ways) {
                benchmark.run(size, way, exact);
            }
        }
    }

    private void run(int size, Way way, Set<String> exact) throws IOException {
        Path parent = directory == null ? Files.createTempDirectory("index-benchmark") : directory;
        Path path = parent.resolve(way + "-" + size);
        MadeUpProfiles jobs = new MadeUpProfiles(1);
        long building = 0;
        long start = System.nanoTime();
        long busy = ProcessFigures.processorTime();
        long before = ProcessFigures.usedHeap();
        try (LuceneMatchIndex index = LuceneMatchIndex.open(path, way.settings, "benchmark")) {
            for (int i = 0; i < size; i++) {
                Profile job = jobs.job(i);
                long one = ProcessFigures.threadTime();
                index.put(job);
                building += ProcessFigures.threadTime() - one;
            }
            index.commit(Map.of());
            index.refresh();
            print(
                    "%d jobs, %s: built in %.1f s (putting alone %.1f s of processor time; process %.1f s), %.0f MB on disk,"
                            + " %.0f MB heap",
                    size,
                    way,
                    (System.nanoTime() - start) / 1e9,
                    building / 1e9,
                    (ProcessFigures.processorTime() - busy) / 1e9,
                    bytes(path) / 1e6,
                    (ProcessFigures.usedHeap() - before) / 1e6);
            search(index, "hybrid", true, true, MatchFilter.none(), exact, way);
            search(index, "words", true, false, MatchFilter.none(), exact, way);
            search(index, "vectors", false, true, MatchFilter.none(), exact, way);
            search(
                    index,
                    "hybrid, half closed",
                    true,
                    true,
                    MatchFilter.openAt(Instant.ofEpochSecond(500)),
                    exact,
                    way);
        }
    }

    private void search(
            LuceneMatchIndex index,
            String what,
            boolean words,
            boolean vectors,
            MatchFilter filter,
            Set<String> exact,
            Way way) {
        MadeUpProfiles resumes = new MadeUpProfiles(2);
        QueryTimes durations = new QueryTimes(queries);
        int same = 0;
        int of = 0;
        for (int i = -WARM_UP; i < queries; i++) {
            Profile resume = StagedIndex.part(resumes.resume(i), words, vectors);
            durations.start();
            Hits hits = index.search(resume, depth, filter);
            if (i >= 0) {
                durations.stop();
                for (Hit hit : hits.dense()) {
                    String key = what + i + hit.id();
                    of++;
                    if (way == Way.EXACT) {
                        exact.add(key);
                    } else {
                        same += exact.contains(key) ? 1 : 0;
                    }
                }
            }
        }
        print(
                "  %s: %s%s",
                what,
                durations,
                way == Way.EXACT || of == 0 || exact.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, "; recall@%d %.4f", depth, (double) same / of));
    }

    private void export(Path path) throws IOException {
        Files.createDirectories(path);
        int size = sizes.get(sizes.size() - 1);
        MadeUpProfiles jobs = new MadeUpProfiles(1);
        MadeUpProfiles resumes = new MadeUpProfiles(2);
        for (int i = -WARM_UP; i < 0; i++) {
            resumes.resume(i);
        }
        List<Profile> wanted = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            wanted.add(resumes.resume(i));
        }
        try (BufferedWriter texts = Files.newBufferedWriter(path.resolve("jobs.txt"));
                OutputStream vectors = Files.newOutputStream(path.resolve("jobs.f32"));
                BufferedWriter queryTexts = Files.newBufferedWriter(path.resolve("resumes.txt"));
                OutputStream queryVectors = Files.newOutputStream(path.resolve("resumes.f32"))) {
            for (int i = 0; i < size; i++) {
                write(jobs.job(i), texts, vectors);
            }
            for (Profile resume : wanted) {
                write(resume, queryTexts, queryVectors);
            }
        }
    }

    private static void write(Profile profile, BufferedWriter texts, OutputStream vectors) throws IOException {
        texts.write(profile.title() + " " + profile.skillsText() + " " + profile.body() + "\n");
        float[] vector = profile.vector();
        if (vector != null) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            vectors.write(bytes.array());
        }
    }

    private static long bytes(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}

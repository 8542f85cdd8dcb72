package io.rolestream.files.ranking;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.evaluation.ranking.report.RankingJson;
import io.rolestream.evaluation.ranking.report.RankingPage;
import io.rolestream.evaluation.ranking.report.RankingReport;
import io.rolestream.files.trec.QrelsFile;
import io.rolestream.files.trec.RunFile;
import io.rolestream.files.trec.TrecId;
import io.rolestream.files.write.OutputException;
import io.rolestream.files.write.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The directory of compared rankings: {@value #PAGE}, {@value #JSON}, {@value #CSV} and {@value #QUERIES}; and for each
 * direction a directory with {@value #QRELS} and a run file {@code SYSTEM.run} for each system, in TREC's formats
 * ({@code SYSTEM-2.run} where another system has that name). Each file appears, and replaces an earlier one, when it is
 * complete; only its owner can read it.
 */
public final class RankingDirectory {
    public static final String PAGE = "report.html";
    public static final String JSON = "report.json";
    public static final String CSV = "report.csv";
    public static final String QUERIES = "queries.csv";
    public static final String QRELS = "qrels.txt";

    private static final String RUN_ENDING = ".run";

    private final Path directory;
    private final Set<Path> runs = new HashSet<>();

    private RankingDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens a directory, which is created if needed.
     *
     * @throws OutputException if it cannot be created or written
     */
    static RankingDirectory open(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new OutputException(directory + " is a file; name a directory for the report", null);
        }
        try {
            PrivateFiles.createMissing(directory);
        } catch (IOException e) {
            throw new OutputException(directory + " can't be created: " + e.getMessage(), e);
        }
        return new RankingDirectory(directory);
    }

    void qrels(String direction, Qrels qrels) {
        QrelsFile.write(of(direction).resolve(QRELS), qrels);
    }

    void run(String direction, RetrievalRun run) {
        String name = fileName(run.name());
        Path file = of(direction).resolve(name + RUN_ENDING);
        for (int number = 2; !runs.add(file); number++) {
            file = of(direction).resolve(name + "-" + number + RUN_ENDING);
        }
        RunFile.write(file, run);
    }

    private Path of(String direction) {
        return open(directory.resolve(direction)).directory;
    }

    /** A tag may hold what a path may not; so two tags may get the same name. */
    private static String fileName(String run) {
        return TrecId.of(run).replaceAll("[^\\p{L}\\p{N}._%+-]", "_").replaceFirst("^\\.+", "_");
    }

    void report(RankingReport report) {
        try {
            write(PAGE, RankingPage.of(report).getBytes(StandardCharsets.UTF_8));
            write(JSON, JsonFiles.write(RankingJson.of(report)));
            write(CSV, RankingCsv.systems(report).getBytes(StandardCharsets.UTF_8));
            write(QUERIES, RankingCsv.queries(report).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OutputException(directory + " can't be written: " + e.getMessage(), e);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Target target = Target.of(directory.resolve(name));
        try {
            target.stream().write(content);
            target.stream().flush();
            target.commit();
        } catch (IOException e) {
            target.discard();
            throw e;
        }
    }
}

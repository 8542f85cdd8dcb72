package io.rolestream.files.comparison;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.html.ComparisonPage;
import io.rolestream.evaluation.comparison.report.ComparisonJson;
import io.rolestream.files.write.OutputException;
import io.rolestream.files.write.Target;
import io.rolestream.labellers.comparison.RunListener;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory of a comparison: {@value #PAGE}, {@value #JSON}, {@value #CSV} and {@value #PREDICTIONS}. Files appear,
 * and replace those of an earlier comparison, when they are complete; only their owner can read them.
 */
public final class ComparisonDirectory implements AutoCloseable {
    public static final String PAGE = "report.html";
    public static final String JSON = "report.json";
    public static final String CSV = "report.csv";
    public static final String PREDICTIONS = "predictions.jsonl";

    private final Path directory;
    private final Target target;
    private final PredictionLines predictions;
    private boolean finished;

    private ComparisonDirectory(Path directory, Target target, PredictionLines predictions) {
        this.directory = directory;
        this.target = target;
        this.predictions = predictions;
    }

    /**
     * Opens a directory, which is created if needed.
     *
     * @throws OutputException if it cannot be created or written
     */
    public static ComparisonDirectory open(Path directory, Taxonomy taxonomy, ComparisonTexts texts) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new OutputException(directory + " is a file; name a directory for the report", null);
        }
        try {
            PrivateFiles.createMissing(directory);
        } catch (IOException e) {
            throw new OutputException(directory + " can't be created: " + e.getMessage(), e);
        }
        Target target = Target.of(directory.resolve(PREDICTIONS));
        OutputStreamWriter writer = new OutputStreamWriter(target.stream(), StandardCharsets.UTF_8);
        return new ComparisonDirectory(directory, target, new PredictionLines(writer, taxonomy, texts));
    }

    /** Writes the answers of a run, when it is one of its listeners. */
    public RunListener predictions() {
        return predictions;
    }

    /** @throws OutputException if a file cannot be written */
    public void finish(Comparison comparison) {
        try {
            predictions.flush();
            target.commit();
            finished = true;
            write(PAGE, ComparisonPage.of(comparison).getBytes(StandardCharsets.UTF_8));
            write(JSON, JsonFiles.write(ComparisonJson.of(comparison)));
            write(CSV, ComparisonCsv.of(comparison).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OutputException(directory + " can't be written: " + e.getMessage(), e);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Target file = Target.of(directory.resolve(name));
        try {
            file.stream().write(content);
            file.stream().flush();
            file.commit();
        } catch (IOException e) {
            file.discard();
            throw e;
        }
    }

    /** Without {@link #finish}, nothing is left of the answers. */
    @Override
    public void close() {
        if (!finished) {
            finished = true;
            try {
                target.discard();
            } catch (IOException e) {
                throw new OutputException(directory + " can't be written: " + e.getMessage(), e);
            }
        }
    }
}

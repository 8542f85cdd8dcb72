package io.rolestream.cli.model;

import io.rolestream.cli.options.ComputeOptions;
import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Progress;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextPair;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.inference.FileRun;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.write.ScoreWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream model score}. */
@Command(
        name = "score",
        description =
                "Scores pairs of texts with a re-ranker, an entailment model or the like: prints one JSON line for"
                        + " each pair, in order. A model with one label gives a score, others give a logit for each label.",
        footer = {
            "",
            "Examples:",
            "  rolestream model score pairs.csv --model my-reranker > scores.jsonl",
            "  rolestream model score \"Java\" \"Wrote Java services.\" --model my-reranker"
        })
@SuppressWarnings("NullAway.Init") // injected
public final class ScoreCommand extends CliCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..2",
            paramLabel = "FILE | TEXT TEXT",
            description =
                    "A file of pairs: JSONL, a JSON array, CSV, TSV or Parquet, gzipped or not; - reads standard input."
                            + " Or the two texts of one pair.")
    private List<String> arguments;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The checkpoint's directory.",
            order = 1)
    private Path model;

    @Option(
            names = "--first-column",
            paramLabel = "NAME",
            defaultValue = "first",
            description = "The column of the first texts (default first).",
            order = 2)
    private String first;

    @Option(
            names = "--second-column",
            paramLabel = "NAME",
            defaultValue = "second",
            description = "The column of the second texts (default second).",
            order = 3)
    private String second;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description = "The pair's id. Rows without one get one that is made from their content.",
            order = 4)
    private @Nullable String id;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Shows a progress bar on standard error; by default when that is a terminal.",
            order = 5)
    private @Nullable Boolean progress;

    @Mixin
    private ComputeOptions compute;

    @Override
    public Integer call() throws IOException, InterruptedException {
        InferenceOptions options = compute.load();
        if (!options.longText().equals(LongText.head())) {
            throw new ConfigurationException(
                    "--windows: pairs are not read in windows; omit it, and long pairs are cut");
        }
        CheckpointDirectory checkpoint = CheckpointDirectory.open(model);
        Path file = arguments.size() == 2 ? null : Path.of(arguments.get(0));
        try (RowSource source = file == null ? null : RowSource.ofResumes(file, columns());
                PairScorer scorer = PairScorer.open(checkpoint, options)) {
            ScoreWriter writer = new ScoreWriter(out(), scorer.labels());
            if (file == null || source == null) {
                TextPair pair = new TextPair(arguments.get(0), arguments.get(1));
                writer.write(null, scorer.score(List.of(pair)).get(0));
            } else {
                score(source, InputOptions.name(file), scorer, writer);
            }
            writer.flush();
        }
        return ExitCode.DONE;
    }

    private void score(RowSource source, String name, PairScorer scorer, ScoreWriter writer)
            throws InterruptedException {
        try (ProgressReport rows = new ProgressReport(source, name, Progress.isShown(progress))) {
            new FileRun<Prediction>(scorer, writer::write, err())
                    .run(rows, "pair", "one of the two texts is missing", row -> {
                        String a = row.skills();
                        String b = row.text();
                        return a == null || b == null ? null : scorer.submit(new TextPair(a, b));
                    });
        }
    }

    /** A pair is read as a resume whose skills are the first text. */
    private ColumnNames columns() {
        return OptionValues.of(
                "--id-column, --first-column, --second-column", () -> new ColumnNames(id, first, second));
    }
}

package io.rolestream.cli.model;

import io.rolestream.cli.options.ComputeOptions;
import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.Embedding;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.files.inference.FileRun;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.write.EmbeddingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream model embed}. */
@Command(name = "embed", description = "Prints the embedding of each text in a file: one JSON line for each, in order.")
@SuppressWarnings("NullAway.Init") // injected
public final class EmbedCommand extends CliCommand implements Callable<Integer> {
    @Mixin
    private InputOptions input;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The checkpoint's directory; with or without a head.",
            order = 1)
    private Path model;

    @Option(
            names = "--pooling",
            paramLabel = "KIND",
            description = "How token vectors become one: mean, or first (the first token's)."
                    + " Default what sentence-transformers' modules.json in DIR says.",
            order = 2)
    private @Nullable Pooling pooling;

    @Option(
            names = "--no-normalize",
            description = "Keeps the vectors' lengths; by default all have length 1.",
            order = 3)
    private boolean raw;

    @Mixin
    private ComputeOptions compute;

    @Override
    public Integer call() throws IOException, InterruptedException {
        EmbeddingOptions options = new EmbeddingOptions(pooling, !raw);
        EmbeddingWriter writer = new EmbeddingWriter(out());
        InferenceOptions inference = compute.load();
        CheckpointDirectory checkpoint = CheckpointDirectory.open(model);
        try (RowSource source = input.open();
                TextEmbedder embedder = TextEmbedder.open(checkpoint, inference, options);
                ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            new FileRun<Embedding>(embedder, writer::write, err()).run(rows, "text", "neither skills nor text", row -> {
                String text = row.skills() == null ? row.text() : row.skills();
                return text == null ? null : embedder.submit(text);
            });
            writer.flush();
        }
        return ExitCode.DONE;
    }
}

package io.rolestream.cli.command;

import io.rolestream.cli.model.EmbedCommand;
import io.rolestream.cli.model.ModelGenerateCommand;
import io.rolestream.cli.model.ScoreCommand;
import io.rolestream.cli.options.ComputeOptions;
import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.support.CommandGroup;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.text.Counted;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.files.inference.FileRun;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.write.PredictionWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream model}. */
@Command(
        name = "model",
        description =
                "Inspects a checkpoint on this machine and tries it on a file, without Kafka or rules. For the model"
                        + " versions of a cluster, see `rolestream models`.",
        synopsisSubcommandLabel = "(show | predict | score | embed | generate)",
        subcommands = {ScoreCommand.class, EmbedCommand.class, ModelGenerateCommand.class},
        footer = {
            "",
            "A checkpoint is a directory in the format of Hugging Face's transformers:",
            "config.json, tokenizer.json, model.safetensors.",
            "",
            "Examples:",
            "  rolestream model show my-model",
            "  rolestream model predict resumes.csv --model my-model > predictions.jsonl",
            "  rolestream model embed resumes.csv --model all-MiniLM-L6-v2 > embeddings.jsonl",
            "  rolestream model generate \"Kafka is\" --model smollm2"
        })
public final class ModelCommand extends CommandGroup {
    @Command(
            name = "show",
            description = "Describes a checkpoint, or reports what is wrong with it.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "DIR", description = "The checkpoint directory.") Path directory)
            throws IOException {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
        ModelConfig config = checkpoint.config();
        PrintWriter out = out();
        out.printf(
                "%s: %s, hidden size %d, %s, vocabulary of %d tokens, texts of up to %d tokens%n",
                config.type(),
                Counted.of(config.layers(), "layer"),
                config.hiddenSize(),
                Counted.of(config.heads(), "head"),
                config.vocabSize(),
                config.maxTokens());
        try (Weights weights = checkpoint.openWeights()) {
            long parameters = weights.tensors().values().stream()
                    .mapToLong(TensorInfo::elements)
                    .sum();
            out.printf(
                    Locale.ROOT,
                    "%d tensors, %,d parameters, %s%n",
                    weights.tensors().size(),
                    parameters,
                    config.dtype() == null ? "no declared type" : config.dtype());
        }
        out.println(
                checkpoint.labels().isEmpty()
                        ? "no labels: a base model, for fine-tuning"
                        : Counted.of(checkpoint.labels().size(), "label") + ": "
                                + String.join(", ", checkpoint.labels()));
        return ExitCode.DONE;
    }

    @Command(
            name = "predict",
            description = "Prints a model's predictions for the resumes in a file: one JSON line for each, in order.",
            mixinStandardHelpOptions = true)
    int predict(
            @Mixin InputOptions input,
            @Option(
                            names = "--model",
                            required = true,
                            paramLabel = "DIR",
                            description = "The checkpoint directory.",
                            order = 1)
                    Path model,
            @Mixin ComputeOptions compute)
            throws IOException, InterruptedException {
        InferenceOptions options = compute.load();
        CheckpointDirectory checkpoint = CheckpointDirectory.open(model);
        try (RowSource source = input.open();
                TextClassifier classifier = TextClassifier.open(checkpoint, options);
                ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            PredictionWriter writer = new PredictionWriter(out(), classifier.labels());
            new FileRun<Prediction>(classifier, writer::write, err())
                    .run(rows, "resume", "neither skills nor text", row -> {
                        String text = row.skills() == null ? row.text() : row.skills();
                        return text == null ? null : classifier.submit(text);
                    });
            writer.flush();
        }
        return ExitCode.DONE;
    }
}

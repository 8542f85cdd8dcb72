package io.rolestream.cli.command;

import io.rolestream.cli.options.ComputeOptions;
import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.task.Calibration;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.InferenceStatistics;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.ResumeSource;
import io.rolestream.files.read.Row;
import io.rolestream.files.write.PredictionWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rolestream model}. */
@Command(
        name = "model",
        description =
                "Inspects a checkpoint on this machine and tries it on a file, without Kafka or rules. For the model"
                        + " versions of a cluster, see `rolestream models`.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(show | predict)",
        footer = {
            "",
            "A checkpoint is a directory in the format of Hugging Face's transformers:",
            "config.json, tokenizer.json, model.safetensors.",
            "",
            "Examples:",
            "  rolestream model show my-model",
            "  rolestream model predict resumes.csv --model my-model > predictions.jsonl"
        })
public final class ModelCommand implements Runnable {
    /** Resumes in computation; enough for any batch. */
    private static final int IN_FLIGHT = 4_096;

    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing subcommand: show or predict");
    }

    @Command(
            name = "show",
            description = "Describes a checkpoint, or reports what is wrong with it.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "DIR", description = "The checkpoint directory.") Path directory)
            throws IOException {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
        ModelConfig config = checkpoint.config();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: %d layers, hidden size %d, %d heads, vocabulary of %d tokens, texts of up to %d tokens%n",
                config.type().key(),
                config.layers(),
                config.hiddenSize(),
                config.heads(),
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
                config.labels().isEmpty()
                        ? "no labels: a base model, for fine-tuning"
                        : config.labels().size() + " labels: " + String.join(", ", config.labels()));
        out.flush();
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
        try (TextClassifier classifier = TextClassifier.open(CheckpointDirectory.open(model), options);
                ResumeSource source = input.open();
                ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            Calibration calibration = classifier.calibration();
            tell("computing with " + (calibration == null ? classifier.compute() : calibration.explanation()));
            long start = System.nanoTime();
            predict(rows, classifier);
            InferenceStatistics done = classifier.statistics();
            double seconds = (System.nanoTime() - start) / 1e9;
            tell(String.format(
                    Locale.ROOT,
                    "%,d resumes, %,d tokens in %,d batches, %.1f s, %.0f resumes/s",
                    done.sequences(),
                    done.tokens(),
                    done.batches(),
                    seconds,
                    done.sequences() / seconds));
        }
        return ExitCode.DONE;
    }

    /** Writes the lines in the order of the rows; reports rows without a prediction. */
    private void predict(ProgressReport rows, TextClassifier classifier) throws InterruptedException {
        PredictionWriter writer = new PredictionWriter(spec.commandLine().getOut(), classifier.labels());
        Queue<Pending> pending = new ArrayDeque<>();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row instanceof BadRow bad) {
                tell(bad.problem());
            } else if (row instanceof ResumeRow resume) {
                String text = resume.skills() == null ? resume.text() : resume.skills();
                if (text == null) {
                    tell("row " + resume.rowNumber() + ": neither skills nor text");
                    continue;
                }
                if (pending.size() == IN_FLIGHT) {
                    pending.remove().write(writer);
                }
                pending.add(new Pending(resume.resumeId(), classifier.submit(text)));
            }
        }
        pending.forEach(one -> one.write(writer));
        writer.flush();
    }

    private record Pending(String resumeId, CompletableFuture<Prediction> prediction) {
        void write(PredictionWriter writer) {
            writer.write(resumeId, prediction.join());
        }
    }

    private void tell(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("rolestream: " + message);
        err.flush();
    }
}

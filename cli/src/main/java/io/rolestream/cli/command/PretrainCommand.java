package io.rolestream.cli.command;

import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.options.Ranges;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.pretraining.PretrainingOptions;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeSource;
import io.rolestream.trainer.pretrain.Corpus;
import io.rolestream.trainer.pretrain.NewModel;
import io.rolestream.trainer.pretrain.PretrainRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rolestream pretrain}. */
@Command(
        name = "pretrain",
        description = "Trains a base model on the texts of a file, without labels: as a masked language model.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What it writes is a Hugging Face directory, to fine-tune a classifier from. The",
            "texts are held in memory. Ctrl-C leaves a state file, from which the same",
            "command goes on with --resume.",
            "",
            "Examples:",
            "  rolestream pretrain resumes.jsonl --base roberta-base --out my-base",
            "  rolestream generate -n 50000 > made-up.jsonl",
            "  rolestream pretrain made-up.jsonl --base new --out small-base"
        })
public final class PretrainCommand implements Callable<Integer> {
    private static final String NEW = "new";
    private static final double NEW_RATE = 1e-3;
    private static final double ADAPTING_RATE = 5e-5;

    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--base",
            paramLabel = "BASE",
            description = "What to begin with: a checkpoint directory, compact, the name of a model on a hub, or new.",
            required = true,
            order = 1)
    private String base = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "The directory to write, which appears when all is done.",
            required = true,
            order = 2)
    private Path out = Path.of("");

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Where the state is kept until then (default DIR.state).",
            order = 3)
    private @Nullable Path state;

    @Option(names = "--resume", description = "Goes on from the state.", order = 4)
    private boolean resume;

    @ArgGroup(validate = false, heading = "%nTraining:%n", order = 6)
    private Training training = new Training();

    @ArgGroup(validate = false, heading = "%nA new model:%n", order = 7)
    private Shape shape = new Shape();

    private static final class Training {
        @Option(names = "--epochs", paramLabel = "N", description = "How often all texts are seen (default 1).")
        private int epochs = 1;

        @Option(names = "--batch-size", paramLabel = "N", description = "Sequences per step (default 32).")
        private int batchSize = 32;

        @Option(
                names = "--learning-rate",
                paramLabel = "RATE",
                description = "Greatest rate (default " + NEW_RATE + " for a new model, else " + ADAPTING_RATE + ").")
        private @Nullable Double learningRate;

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "Longest sequence; longer texts become several (default 256).")
        private int maxTokens = 256;

        @Option(
                names = "--masked-share",
                paramLabel = "SHARE",
                description = "Share of the tokens that are to be predicted (default 0.15).")
        private double maskedShare = PretrainingOptions.DEFAULT_MASKED_SHARE;

        @Option(
                names = "--hold-out",
                paramLabel = "SHARE",
                description = "Share of the texts that the model is only measured on (default 0.02).")
        private double holdOut = 0.02;

        @Option(names = "--evaluations", paramLabel = "N", description = "Evaluations per epoch (default 10).")
        private int evaluations = 10;

        @Option(names = "--seed", paramLabel = "N", description = "The same seed repeats a training (default 1).")
        private long seed = 1;

        @Option(names = "--threads", paramLabel = "N", description = "Threads (default one for each processor).")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Option(
                names = "--precision",
                paramLabel = "P",
                description = "auto (the faster one), fp32 or bf16 (default auto).")
        private String precision = "auto";

        @Option(names = "--weights", paramLabel = "TYPE", description = "Written as f32, f16 or bf16 (default f32).")
        private String weights = "f32";
    }

    private static final class Shape {
        @Option(names = "--vocabulary", paramLabel = "N", description = "Most tokens of the tokenizer (default 8192).")
        private int vocabulary = 8192;

        @Option(names = "--layers", paramLabel = "N", description = "Layers (default 4).")
        private int layers = 4;

        @Option(names = "--width", paramLabel = "N", description = "Width, a multiple of 64 (default 256).")
        private int width = 256;
    }

    private long badRows;

    @Override
    public Integer call() throws IOException {
        settings.load(); // a wrong setting shows before the work
        Ranges.require(spec, "--hold-out", training.holdOut, 0, 0.9);
        Ranges.require(spec, "--max-tokens", training.maxTokens, 8, 8192);
        PretrainRun run = plan();
        Corpus corpus = read();
        return run.run(corpus, spec.commandLine().getErr()) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private PretrainRun plan() throws IOException {
        Path stateFile = state == null ? out.resolveSibling(out.getFileName() + ".state") : state;
        if (Files.isRegularFile(out) || Files.isDirectory(out) && out.toFile().list().length > 0) {
            throw new ConfigurationException("--out: " + out + " is there already; name a new directory");
        }
        if (resume && !Files.exists(stateFile)) {
            throw new ConfigurationException("--resume: there is no state " + stateFile);
        }
        if (!resume && Files.exists(stateFile)) {
            throw new ConfigurationException("the state of an earlier training is in " + stateFile
                    + "; go on with it by --resume, or delete it to begin anew");
        }
        try {
            boolean isNew = base.equals(NEW);
            return new PretrainRun(
                    isNew ? null : base,
                    new NewModel(shape.vocabulary, shape.layers, shape.width, training.maxTokens),
                    options(isNew ? NEW_RATE : ADAPTING_RATE),
                    DType.valueOf(training.weights.toUpperCase(Locale.ROOT)),
                    out,
                    stateFile,
                    resume);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private PretrainingOptions options(double usualRate) {
        double rate = training.learningRate == null ? usualRate : training.learningRate;
        TrainingOptions steps = new TrainingOptions(
                TrainingOptions.Batching.of(training.batchSize, 1),
                TrainingOptions.Schedule.of(training.epochs, rate),
                TrainingOptions.Optimizer.usual(),
                null,
                precision(),
                training.threads,
                training.seed);
        return PretrainingOptions.of(steps)
                .withMaskedShare(training.maskedShare)
                .withEvaluation(new EvaluationPlan(training.evaluations, 0));
    }

    private @Nullable Precision precision() {
        return switch (training.precision.toLowerCase(Locale.ROOT)) {
            case "auto" -> null;
            case "fp32" -> Precision.FP32;
            case "bf16" -> Precision.BF16;
            default ->
                throw new ConfigurationException("--precision must be auto, fp32 or bf16, not " + training.precision);
        };
    }

    private Corpus read() {
        PrintWriter err = spec.commandLine().getErr();
        try (ResumeSource source = input.open();
                ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            Corpus corpus = Corpus.read(rows, training.holdOut, this::count);
            if (badRows > 0) {
                err.printf("%s: %,d rows can't be read and are passed over%n", input.name(), badRows);
            }
            return corpus;
        }
    }

    private void count(BadRow row) {
        badRows++;
        if (badRows == 1) {
            spec.commandLine().getErr().println(input.name() + ": " + row.problem());
        }
    }
}

package io.rolestream.cli.command;

import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.options.TrainingArguments;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.pretraining.PretrainingOptions;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.RowSource;
import io.rolestream.trainer.pretrain.Corpus;
import io.rolestream.trainer.pretrain.NewModel;
import io.rolestream.trainer.pretrain.PretrainRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream pretrain}. */
@Command(
        name = "pretrain",
        description = "Pre-trains a masked language model on the texts in a file, as a base for fine-tuning. Needs no"
                + " labels.",
        footer = {
            "",
            "Writes a Hugging Face checkpoint to fine-tune a classifier from. All texts must",
            "fit in memory. After Ctrl-C, run the same command with --resume to continue",
            "from the state file.",
            "",
            "Examples:",
            "  rolestream pretrain resumes.jsonl --base roberta-base --out my-base",
            "  rolestream generate -n 50000 > made-up.jsonl",
            "  rolestream pretrain made-up.jsonl --base new --out small-base"
        })
public final class PretrainCommand extends CliCommand implements Callable<Integer> {
    private static final String NEW = "new";
    private static final double NEW_RATE = 1e-3;
    private static final double ADAPTING_RATE = 5e-5;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--base",
            paramLabel = "BASE",
            description = "The checkpoint to start from: a directory, compact, the name of a model on a hub, or new.",
            required = true,
            order = 1)
    private String base = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "The output directory, which appears once it is complete.",
            required = true,
            order = 2)
    private Path out = Path.of("");

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "The file that keeps the training state until the end (default DIR.state).",
            order = 3)
    private @Nullable Path state;

    @Option(names = "--resume", description = "Continues from the state file.", order = 4)
    private boolean resume;

    @ArgGroup(validate = false, heading = "%nTraining:%n", order = 6)
    private Training training = new Training();

    @ArgGroup(validate = false, heading = "%nA new model:%n", order = 7)
    private Shape shape = new Shape();

    private static final class Training {
        @Option(names = "--epochs", paramLabel = "N", description = "Passes over all texts (default 1).")
        private int epochs = 1;

        @Option(names = "--batch-size", paramLabel = "N", description = "Sequences per step (default 32).")
        private int batchSize = 32;

        @Option(
                names = "--learning-rate",
                paramLabel = "RATE",
                description =
                        "Peak learning rate (default " + NEW_RATE + " for a new model, else " + ADAPTING_RATE + ").")
        private @Nullable Double learningRate;

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "Maximum sequence length; longer texts are split (default 256).")
        private int maxTokens = 256;

        @Option(
                names = "--masked-share",
                paramLabel = "SHARE",
                description = "Share of tokens to mask and predict (default 0.15).")
        private double maskedShare = PretrainingOptions.DEFAULT_MASKED_SHARE;

        @Option(
                names = "--validation-share",
                paramLabel = "SHARE",
                description = "Share of texts kept for validation (default 0.02).")
        private double validationShare = 0.02;

        @Option(names = "--hold-out", hidden = true, description = "The former name of --validation-share.")
        void holdOut(double share) {
            validationShare = share;
        }

        @Option(names = "--evaluations", paramLabel = "N", description = "Evaluations per epoch (default 10).")
        private int evaluations = 10;

        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Random seed; the same seed gives the same model (default 1).")
        private long seed = 1;

        @Option(names = "--threads", paramLabel = "N", description = "Threads (default one per processor).")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Option(
                names = "--precision",
                paramLabel = "P",
                description = "fp32, bf16, or auto, which picks the faster (default auto).")
        private String precision = "auto";

        @Option(
                names = "--weights",
                paramLabel = "TYPE",
                description = "Type of the saved weights: f32, f16 or bf16 (default f32).")
        private String weights = "f32";
    }

    private static final class Shape {
        @Option(
                names = "--vocabulary",
                paramLabel = "N",
                description = "Maximum size of the vocabulary (default 8192).")
        private int vocabulary = 8192;

        @Option(names = "--layers", paramLabel = "N", description = "Number of layers (default 4).")
        private int layers = 4;

        @Option(names = "--width", paramLabel = "N", description = "Hidden size, a multiple of 64 (default 256).")
        private int width = 256;
    }

    private long badRows;

    @Override
    public Integer call() throws IOException {
        settings.load(); // reports wrong settings first
        require("--validation-share", training.validationShare, 0, 0.9);
        require("--max-tokens", training.maxTokens, 8, 8192);
        PretrainRun run = plan();
        Corpus corpus = read();
        return run.run(corpus, err()) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private PretrainRun plan() throws IOException {
        TrainingArguments.requireFree(out);
        Path stateFile = TrainingArguments.state(out, state, resume);
        try {
            boolean isNew = base.equals(NEW);
            return new PretrainRun(
                    isNew ? null : base,
                    new NewModel(shape.vocabulary, shape.layers, shape.width, training.maxTokens),
                    options(isNew ? NEW_RATE : ADAPTING_RATE),
                    TrainingArguments.weights(training.weights),
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
                TrainingArguments.precision(training.precision),
                training.threads,
                training.seed);
        return new PretrainingOptions(steps, training.maskedShare, new EvaluationPlan(training.evaluations, 0));
    }

    private Corpus read() {
        PrintWriter err = err();
        try (RowSource source = input.open();
                ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            Corpus corpus = Corpus.read(rows, training.validationShare, this::count);
            if (badRows > 0) {
                err.printf("%s: skipped %,d unreadable rows%n", input.name(), badRows);
            }
            return corpus;
        }
    }

    private void count(BadRow row) {
        badRows++;
        if (badRows == 1) {
            err().println(input.name() + ": " + row.problem());
        }
    }
}

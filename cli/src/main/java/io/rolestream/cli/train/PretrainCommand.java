package io.rolestream.cli.train;

import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.options.StepOptions;
import io.rolestream.cli.options.TrainingOutput;
import io.rolestream.cli.support.BadRows;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.training.pretraining.PretrainingOptions;
import io.rolestream.files.read.RowSource;
import io.rolestream.trainer.pretrain.Corpus;
import io.rolestream.trainer.pretrain.NewModel;
import io.rolestream.trainer.pretrain.PretrainRun;
import io.rolestream.trainer.service.TrainingReport;
import java.io.IOException;
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

    @Mixin
    private TrainingOutput output = new TrainingOutput();

    @ArgGroup(validate = false, heading = "%nTraining:%n", order = 9)
    private Training training = new Training();

    @ArgGroup(validate = false, heading = "%nA new model:%n", order = 10)
    private Shape shape = new Shape();

    private static final class Training extends StepOptions {
        private Training() {
            super(1, 32, 10);
        }

        @Option(
                names = "--learning-rate",
                paramLabel = "RATE",
                description =
                        "Peak learning rate (default " + NEW_RATE + " for a new model, else " + ADAPTING_RATE + ").",
                order = 12)
        private @Nullable Double learningRate;

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "Maximum sequence length; longer texts are split (default 256).",
                order = 13)
        private int maxTokens = 256;

        @Option(
                names = "--masked-share",
                paramLabel = "SHARE",
                description = "Share of tokens to mask and predict (default 0.15).",
                order = 14)
        private double maskedShare = PretrainingOptions.DEFAULT_MASKED_SHARE;

        @Option(
                names = "--validation-share",
                paramLabel = "SHARE",
                description = "Share of texts kept for validation (default 0.02).",
                order = 15)
        private double validationShare = 0.02;

        @Option(
                names = "--precision",
                paramLabel = "P",
                description = "fp32, bf16, or auto, which picks the faster (default auto).",
                order = 23)
        private String precision = "auto";
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

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings loaded = settings.load(); // reports wrong settings first
        require("--validation-share", training.validationShare, 0, 0.9);
        require("--max-tokens", training.maxTokens, 8, 8192);
        PretrainRun run = OptionValues.check(this::plan);
        try (TrainingReport report = output.report(loaded, "pretraining")) {
            return run.run(read(loaded), report, err()) ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private PretrainRun plan() {
        boolean isNew = base.equals(NEW);
        double usual = isNew ? NEW_RATE : ADAPTING_RATE;
        double rate = training.learningRate == null ? usual : training.learningRate;
        return new PretrainRun(
                isNew ? null : base,
                new NewModel(shape.vocabulary, shape.layers, shape.width, training.maxTokens),
                new PretrainingOptions(
                        training.steps(1, rate, StepOptions.precision(training.precision)),
                        training.maskedShare,
                        training.evaluations()),
                training.weights(),
                output.directory(),
                output.state(),
                output.resumes());
    }

    private Corpus read(Settings loaded) {
        try (RowSource source = input.open(loaded);
                ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            BadRows bad = new BadRows(err(), input.name(), 1);
            Corpus corpus = Corpus.read(rows, training.validationShare, bad::add);
            bad.sum("unreadable row", "unreadable rows");
            return corpus;
        }
    }
}

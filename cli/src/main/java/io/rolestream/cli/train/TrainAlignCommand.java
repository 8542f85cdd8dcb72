package io.rolestream.cli.train;

import io.rolestream.cli.options.AdapterOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.options.StepOptions;
import io.rolestream.cli.options.TrainingOutput;
import io.rolestream.cli.support.BadRows;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.alignment.AlignmentMethod;
import io.rolestream.trainer.alignment.AlignmentResumes;
import io.rolestream.trainer.alignment.AlignmentRun;
import io.rolestream.trainer.alignment.AlignmentSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream train align}. */
@Command(
        name = "align",
        description = "Teaches a fine-tuned generator to write the descriptions that a reward model prefers.",
        footer = {
            "",
            "Writes a checkpoint with its prompt and a model card. A tenth of the resumes is",
            "never learnt from: it measures reward and judge before and after. Standard",
            "output has a line of JSON for what was drawn, for each step of rloo, and for",
            "before and after. After Ctrl-C, run the same command with --resume.",
            "",
            "Examples:",
            "  rolestream train align --generator writer --reward reward-1 --judge judge-1 \\",
            "      --method rloo --resumes resumes.csv -o aligned",
            "  rolestream train align --generator writer --reward reward-1 \\",
            "      --method best-of-n --generated 500 -o aligned"
        })
public final class TrainAlignCommand extends CliCommand implements Callable<Integer> {
    private static final int MOST_GENERATED = 20_000;
    private static final int BAD_ROWS_TOLD = 5;

    @Option(
            names = "--generator",
            paramLabel = "DIR",
            description = "The decoder to start from, as train generator writes it; also the reference.",
            required = true,
            order = 1)
    private Path generator = Path.of("");

    @Option(
            names = "--reward",
            paramLabel = "DIR",
            description = "The reward model, as train reward writes it.",
            required = true,
            order = 1)
    private Path reward = Path.of("");

    @Option(
            names = "--judge",
            paramLabel = "DIR",
            description = "Another reward model, of other data, that is never learnt from. It chooses the best step of"
                    + " rloo, and measures all methods.",
            order = 1)
    private @Nullable Path judge;

    @Option(names = "--method", paramLabel = "M", description = "best-of-n, dpo or rloo.", required = true, order = 1)
    private String method = "";

    @Mixin
    private TrainingOutput output = new TrainingOutput();

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "Writes the lines of JSON here too; appends with --resume.",
            order = 5)
    private @Nullable Path metrics;

    @ArgGroup(exclusive = true, multiplicity = "1", order = 9)
    private Resumes resumes = new Resumes();

    @ArgGroup(validate = false, heading = "%nAnswers:%n", order = 10)
    private Answers answers = new Answers();

    @ArgGroup(validate = false, heading = "%nTraining:%n", order = 11)
    private Training training = new Training();

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    private static final class Resumes {
        @Option(
                names = "--resumes",
                paramLabel = "FILE",
                description = "Resumes: JSONL, a JSON array, CSV, TSV or Parquet, gzipped or not.")
        private @Nullable Path file;

        @Option(names = "--generated", paramLabel = "N", description = "Generates N resumes instead.")
        private @Nullable Integer generated;
    }

    private static final class Answers {
        @Option(names = "--samples", paramLabel = "N", description = "Answers to each resume (default 4).")
        private int samples = 4;

        @Option(
                names = "--max-new-tokens",
                paramLabel = "N",
                description = "The most tokens of an answer (default 256).")
        private int maxTokens = 256;

        @Option(
                names = "--temperature",
                paramLabel = "T",
                description = "At which answers are drawn (default 1, the model's own distribution).")
        private double temperature = 1;

        @Option(
                names = "--unfinished-score",
                paramLabel = "S",
                description = "The score of an answer without an end (default -5): below those of poor answers.")
        private double unfinished = -5;
    }

    private static final class Training extends AdapterOptions {
        private Training() {
            super(1, 8, 2);
        }

        @Option(
                names = "--beta",
                paramLabel = "B",
                description = "How strongly the model is held to the generator (default 0.1 for dpo, 0.05 for rloo).",
                order = 1)
        private @Nullable Double beta;

        @Option(
                names = "--full",
                description = "Trains all parameters rather than low-rank adapters (LoRA).",
                order = 2)
        private boolean full;

        @Option(
                names = "--learning-rate",
                paramLabel = "RATE",
                description = "Peak learning rate (default 0.0002 for best-of-n and 0.00005 for the others; with --full"
                        + " a tenth and a fiftieth of that).",
                order = 12)
        private @Nullable Double learningRate;

        @Option(names = "--precision", paramLabel = "P", description = "fp32 or bf16 (default fp32).", order = 23)
        private String precision = "fp32";
    }

    @Override
    public Integer call() throws IOException {
        Settings loaded = settings.load(); // reports wrong settings first
        RuleSet rules = RuleSet.load(loaded.string(StreamConfig.RULES), StreamConfig.taxonomy(loaded));
        AlignmentRun run = OptionValues.check(this::plan);
        AlignmentResumes read = read(rules);
        try (PrintWriter file = metricsFile()) {
            return OptionValues.check(() -> run.run(read, rules, line -> tell(line, file), err()))
                    ? ExitCode.DONE
                    : ExitCode.FAILED;
        }
    }

    private AlignmentRun plan() throws IOException {
        AlignmentMethod chosen = method();
        if (training.full && training.describesAdapters()) {
            throw wrongUsage("--rank, --alpha and --targets are for adapters; omit them, or --full");
        }
        return new AlignmentRun(
                new AlignmentSettings(
                        generator,
                        reward,
                        judge,
                        chosen,
                        training.full ? null : training.adapters(generator.toString()),
                        steps(chosen),
                        training.evaluations(),
                        answers.samples,
                        beta(chosen),
                        new AnswerSampling(answers.temperature, answers.maxTokens, answers.unfinished),
                        training.weights()),
                output.directory(),
                output.state(),
                output.resumes());
    }

    private AlignmentMethod method() {
        try {
            return AlignmentMethod.of(method);
        } catch (IllegalArgumentException e) {
            throw wrongUsage("--method: " + e.getMessage(), e);
        }
    }

    private double beta(AlignmentMethod chosen) {
        if (chosen == AlignmentMethod.BEST_OF_N && training.beta != null) {
            throw wrongUsage("--beta is for dpo and rloo; best-of-n does not read it, so omit it");
        }
        double usual = chosen == AlignmentMethod.RLOO ? 0.05 : 0.1;
        double beta = training.beta == null ? usual : training.beta;
        if (!(beta > 0 && Double.isFinite(beta)) && !(beta == 0 && chosen == AlignmentMethod.RLOO)) {
            throw wrongUsage("--beta must be above 0, or 0 for rloo, not " + beta);
        }
        return beta;
    }

    private TrainingOptions steps(AlignmentMethod chosen) {
        Precision precision = StepOptions.precision(training.precision);
        if (precision == null) {
            throw wrongUsage("--precision must be fp32 or bf16, as answers are drawn in it too");
        }
        double usual = chosen == AlignmentMethod.BEST_OF_N ? 2e-4 : 5e-5;
        double full = chosen == AlignmentMethod.BEST_OF_N ? 2e-5 : 1e-6;
        double rate = training.full ? full : usual;
        return training.steps(1, training.learningRate == null ? rate : training.learningRate, precision);
    }

    private AlignmentResumes read(RuleSet rules) {
        Path file = resumes.file;
        if (file == null) {
            int count = resumes.generated == null ? 0 : resumes.generated;
            require("--generated", count, AlignmentResumes.LEAST, MOST_GENERATED);
            err().printf("learning from %d resumes that are generated, not real%n", count);
            return AlignmentResumes.generated(count, training.seed(), rules);
        }
        BadRows bad = new BadRows(err(), file.toString(), BAD_ROWS_TOLD);
        AlignmentResumes read = AlignmentResumes.read(file, rules, bad::add);
        bad.sum("row that cannot be read", "rows that cannot be read");
        return read;
    }

    private @Nullable PrintWriter metricsFile() throws IOException {
        if (metrics == null) {
            return null;
        }
        if (!output.resumes() && Files.exists(metrics) && Files.size(metrics) > 0) {
            throw new ConfigurationException("--metrics: " + metrics + " already has content; name a new file");
        }
        return new PrintWriter(Files.newBufferedWriter(metrics, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    private void tell(String line, @Nullable PrintWriter file) {
        out().println(line);
        out().flush();
        if (file != null) {
            file.println(line);
            file.flush();
        }
    }
}

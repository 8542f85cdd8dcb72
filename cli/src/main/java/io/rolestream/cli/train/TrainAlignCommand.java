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
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.alignment.AlignmentMethod;
import io.rolestream.trainer.alignment.AlignmentOutput;
import io.rolestream.trainer.alignment.AlignmentResumes;
import io.rolestream.trainer.alignment.AlignmentRun;
import io.rolestream.trainer.alignment.AlignmentSettings;
import io.rolestream.trainer.alignment.AlignmentStudy;
import io.rolestream.trainer.service.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
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
            "Writes a checkpoint with its prompt and a model card. A fifth of the resumes is",
            "never learnt from: half of it measures reward and judge before and after.",
            "Standard output has a line of JSON for what was drawn, for each step and",
            "measurement, and for before and after. After Ctrl-C, run the same command with",
            "--resume.",
            "",
            "Examples:",
            "  rolestream train align --generator writer --reward reward-1 --judge judge-1 \\",
            "      --method rloo --resumes resumes.csv -o aligned",
            "  rolestream train align --generator writer --reward reward-1 \\",
            "      --method best-of-n --generated 500 -o aligned",
            "  rolestream train align --generator writer --reward reward-1 --judge judge-1 \\",
            "      --method all --resumes resumes.csv -o methods"
        })
public final class TrainAlignCommand extends CliCommand implements Callable<Integer> {
    private static final int MOST_GENERATED = 20_000;
    private static final int BAD_ROWS_TOLD = 5;
    private static final String ALL = "all";

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
            description = "Another reward model, of other data, that is never learnt from. It chooses the best step"
                    + " and round, and measures all methods.",
            order = 1)
    private @Nullable Path judge;

    @Option(
            names = "--method",
            paramLabel = "M",
            description = "best-of-n, dpo, rloo or ppo; all trains by each, and compares them with the generator on"
                    + " resumes kept for that (needs --judge).",
            required = true,
            order = 1)
    private String method = "";

    @Mixin
    private TrainingOutput output = new TrainingOutput();

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "Writes the lines of JSON here too; appends with --resume.",
            order = 5)
    private @Nullable Path metrics;

    @Option(
            names = "--rollouts",
            paramLabel = "FILE",
            description = "For ppo: writes what each of its steps is computed from, with the texts of answers as tokens"
                    + " (large); appends with --resume.",
            order = 5)
    private @Nullable Path rollouts;

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
                description = "Temperature at which answers are drawn (default 1, the model's own distribution).")
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
                description = "How strongly the model is held to the generator (default 0.1 for dpo, 0.05 for rloo"
                        + " and ppo).",
                order = 1)
        private @Nullable Double beta;

        @Option(
                names = "--kl-target",
                paramLabel = "NATS",
                description = "For ppo: adapts --beta so that the KL divergence of an answer approaches this, often 6"
                        + " (default: --beta stays as it is).",
                order = 1)
        private @Nullable Double klTarget;

        @Option(
                names = "--rounds",
                paramLabel = "N",
                description = "For best-of-n and dpo: the most rounds of drawing answers and learning from them; ends"
                        + " where the judge's score no longer rises (default 1).",
                order = 1)
        private int rounds = 1;

        @Option(
                names = "--patience",
                paramLabel = "N",
                description = "Stops after N evaluations in a row without a better one; 0 trains to the end"
                        + " (default 2).",
                order = 20)
        private int patience = 2;

        @Option(
                names = "--full",
                description = "Trains all parameters rather than low-rank adapters (LoRA).",
                order = 2)
        private boolean full;

        @Option(
                names = "--learning-rate",
                paramLabel = "RATE",
                description = "Peak learning rate (default 0.0002 for best-of-n and 0.00005 for the others; with --full"
                        + " 0.00002 for best-of-n, 0.000003 for ppo and 0.000001 for the others).",
                order = 12)
        private @Nullable Double learningRate;

        @Option(names = "--precision", paramLabel = "P", description = "fp32 or bf16 (default fp32).", order = 23)
        private String precision = "fp32";
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings loaded = settings.load(); // reports wrong settings first
        RuleSet rules = StreamConfig.ruleSet(loaded);
        Work work = OptionValues.check(this::work);
        try (TrainingReport report = output.report(loaded, "alignment");
                PrintWriter file = lineFile("--metrics", metrics);
                PrintWriter drawn = lineFile("--rollouts", rollouts)) {
            AlignmentResumes read = read(rules, DocumentConfig.limits(loaded));
            AlignmentOutput told = new AlignmentOutput(line -> tell(line, file), line -> write(line, drawn), report);
            return OptionValues.check(() -> work.run(read, rules, told)) ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    /** What the options ask for; returns whether it finished rather than being stopped. */
    @FunctionalInterface
    private interface Work {
        boolean run(AlignmentResumes resumes, RuleSet rules, AlignmentOutput told) throws IOException;
    }

    private Work work() {
        Path directory = output.directory();
        Path state = output.state();
        if (method.equals(ALL)) {
            AlignmentStudy study = new AlignmentStudy(plans(), directory, state, output.resumes());
            return (read, rules, told) -> study.run(read, rules, told, out(), err());
        }
        AlignmentMethod chosen = OptionValues.of("--method", () -> AlignmentMethod.of(method));
        if (rollouts != null && chosen != AlignmentMethod.PPO) {
            throw wrongUsage("--rollouts is for ppo; omit it");
        }
        AlignmentRun run = new AlignmentRun(plan(chosen), directory, state, output.resumes());
        return (read, rules, told) -> run.run(read, rules, told, err());
    }

    private List<AlignmentSettings> plans() {
        return Arrays.stream(AlignmentMethod.values()).map(this::plan).toList();
    }

    private AlignmentSettings plan(AlignmentMethod chosen) {
        if (training.full && training.describesAdapters()) {
            throw wrongUsage("--rank, --alpha and --targets are for adapters; omit them, or --full");
        }
        return new AlignmentSettings(
                generator,
                reward,
                judge,
                chosen,
                training.full ? null : training.adapters(generator.toString()),
                steps(chosen),
                new EvaluationPlan(training.evaluations().perEpoch(), training.patience),
                answers.samples,
                method.equals(ALL) && chosen.drawsAsItLearns() ? 1 : training.rounds,
                beta(chosen),
                klTarget(chosen),
                new AnswerSampling(answers.temperature, answers.maxTokens, answers.unfinished),
                training.weights());
    }

    private double beta(AlignmentMethod chosen) {
        if (chosen == AlignmentMethod.BEST_OF_N && training.beta != null && !method.equals(ALL)) {
            throw wrongUsage("--beta is for dpo, rloo and ppo; best-of-n does not read it, so omit it");
        }
        double beta = training.beta == null ? chosen.beta() : training.beta;
        if (!(beta > 0 && Double.isFinite(beta)) && !(beta == 0 && chosen == AlignmentMethod.RLOO)) {
            throw wrongUsage("--beta must be above 0, or 0 for rloo, not " + beta);
        }
        return beta;
    }

    private @Nullable Double klTarget(AlignmentMethod chosen) {
        return method.equals(ALL) && chosen != AlignmentMethod.PPO ? null : training.klTarget;
    }

    private TrainingOptions steps(AlignmentMethod chosen) {
        Precision precision = StepOptions.precision(training.precision);
        if (precision == null) {
            throw wrongUsage("--precision must be fp32 or bf16, as answers are drawn in it too");
        }
        double rate = chosen.learningRate(training.full);
        return training.steps(1, training.learningRate == null ? rate : training.learningRate, precision);
    }

    private AlignmentResumes read(RuleSet rules, DocumentLimits documents) {
        Path file = resumes.file;
        if (file == null) {
            int count = resumes.generated == null ? 0 : resumes.generated;
            require("--generated", count, AlignmentResumes.LEAST, MOST_GENERATED);
            err().printf("learning from %d resumes that are generated, not real%n", count);
            return AlignmentResumes.generated(count, training.seed(), rules);
        }
        BadRows bad = new BadRows(err(), file.toString(), BAD_ROWS_TOLD);
        AlignmentResumes read = AlignmentResumes.read(file, rules, documents, bad::add);
        bad.sum("row that cannot be read", "rows that cannot be read");
        return read;
    }

    private @Nullable PrintWriter lineFile(String option, @Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        if (!output.resumes() && Files.exists(file) && Files.size(file) > 0) {
            throw new ConfigurationException(option + ": " + file + " already has content; name a new file");
        }
        return new PrintWriter(Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    private void tell(String line, @Nullable PrintWriter file) {
        out().println(line);
        out().flush();
        write(line, file);
    }

    private static void write(String line, @Nullable PrintWriter file) {
        if (file != null) {
            file.println(line);
            file.flush();
        }
    }
}

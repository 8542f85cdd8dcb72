package io.rolestream.cli.train;

import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.options.TrainingArguments;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.alignment.AlignmentLines;
import io.rolestream.trainer.alignment.AlignmentMethod;
import io.rolestream.trainer.alignment.AlignmentResumes;
import io.rolestream.trainer.alignment.AlignmentRun;
import io.rolestream.trainer.alignment.AlignmentSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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
    private static final int RANK = 16;
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
            order = 2)
    private Path reward = Path.of("");

    @Option(
            names = "--judge",
            paramLabel = "DIR",
            description = "Another reward model, of other data, that is never learnt from. It chooses the best step of"
                    + " rloo, and measures all methods.",
            order = 3)
    private @Nullable Path judge;

    @Option(names = "--method", paramLabel = "M", description = "best-of-n, dpo or rloo.", required = true, order = 4)
    private String method = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "The output directory, which appears once it is complete.",
            required = true,
            order = 5)
    private Path out = Path.of("");

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "Writes the lines of JSON here too; appends with --resume.",
            order = 6)
    private @Nullable Path metrics;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "The file that keeps the training state until the end (default DIR.state).",
            order = 7)
    private @Nullable Path state;

    @Option(names = "--resume", description = "Continues from the state file.", order = 8)
    private boolean resume;

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

    private static final class Training {
        @Option(
                names = "--beta",
                paramLabel = "B",
                description = "How strongly the model is held to the generator (default 0.1 for dpo, 0.05 for rloo).")
        private @Nullable Double beta;

        @Option(names = "--full", description = "Trains all parameters rather than low-rank adapters (LoRA).")
        private boolean full;

        @Option(names = "--rank", paramLabel = "N", description = "Rank of the adapters (default " + RANK + ").")
        private @Nullable Integer rank;

        @Option(
                names = "--alpha",
                paramLabel = "A",
                description = "What adapters add is multiplied with A / rank (default twice the rank).")
        private @Nullable Double alpha;

        @Option(
                names = "--targets",
                paramLabel = "NAMES",
                split = ",",
                description = "The modules to adapt (default q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj).")
        private List<String> targets = new ArrayList<>();

        @Option(names = "--epochs", paramLabel = "N", description = "Passes over all resumes (default 1).")
        private int epochs = 1;

        @Option(names = "--batch-size", paramLabel = "N", description = "Resumes per step (default 8).")
        private int batchSize = 8;

        @Option(
                names = "--learning-rate",
                paramLabel = "RATE",
                description = "Peak learning rate (default 0.0002 for best-of-n and 0.00005 for the others; with --full"
                        + " a tenth and a fiftieth of that).")
        private @Nullable Double learningRate;

        @Option(
                names = "--evaluations",
                paramLabel = "N",
                description = "Evaluations per epoch, of which the best step is kept (default 2).")
        private int evaluations = 2;

        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Random seed; the same seed gives the same model (default 1).")
        private long seed = 1;

        @Option(names = "--threads", paramLabel = "N", description = "Threads (default one per processor).")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Option(names = "--precision", paramLabel = "P", description = "fp32 or bf16 (default fp32).")
        private String precision = "fp32";

        @Option(
                names = "--weights",
                paramLabel = "TYPE",
                description = "Type of the saved weights: f32, f16 or bf16 (default f32).")
        private String weights = "f32";
    }

    @Override
    public Integer call() throws IOException {
        Settings loaded = settings.load(); // reports wrong settings first
        RuleSet rules = RuleSet.load(loaded.string(StreamConfig.RULES), StreamConfig.taxonomy(loaded));
        AlignmentRun run;
        try {
            run = plan();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
        AlignmentResumes read = read(rules);
        try (PrintWriter file = metricsFile()) {
            return run.run(read, rules, new AlignmentLines(line -> tell(line, file), line -> {}), err()) ? ExitCode.DONE : ExitCode.FAILED;
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private AlignmentRun plan() throws IOException {
        AlignmentMethod chosen = method();
        Path directory = out.toAbsolutePath().normalize();
        TrainingArguments.requireFree(directory);
        Path stateFile = TrainingArguments.state(directory, state, resume);
        return new AlignmentRun(
                new AlignmentSettings(
                        generator,
                        reward,
                        judge,
                        chosen,
                        adapters(),
                        options(chosen),
                        new EvaluationPlan(training.evaluations, 0),
                        answers.samples,
                        beta(chosen),
                        new AnswerSampling(answers.temperature, answers.maxTokens, answers.unfinished),
                        TrainingArguments.weights(training.weights)),
                directory,
                stateFile,
                resume);
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
        double usual = chosen == AlignmentMethod.DPO ? 0.1 : 0.05;
        double beta = training.beta == null ? usual : training.beta;
        if (!(beta > 0 && Double.isFinite(beta)) && !(beta == 0 && chosen == AlignmentMethod.RLOO)) {
            throw wrongUsage("--beta must be above 0, or 0 for rloo, not " + beta);
        }
        return beta;
    }

    private @Nullable AdapterConfig adapters() {
        if (training.full) {
            if (training.rank != null || training.alpha != null || !training.targets.isEmpty()) {
                throw wrongUsage("--rank, --alpha and --targets are for adapters; omit them, or --full");
            }
            return null;
        }
        int rank = training.rank == null ? RANK : training.rank;
        return new AdapterConfig(
                generator.toString(),
                rank,
                training.alpha == null ? 2.0 * rank : training.alpha,
                training.targets.isEmpty() ? AdapterConfig.LINEAR : training.targets);
    }

    private TrainingOptions options(AlignmentMethod chosen) {
        Precision precision = TrainingArguments.precision(training.precision);
        if (precision == null) {
            throw wrongUsage("--precision must be fp32 or bf16, as answers are drawn in it too");
        }
        double usual = chosen == AlignmentMethod.BEST_OF_N ? 2e-4 : 5e-5;
        double full = chosen == AlignmentMethod.BEST_OF_N ? 2e-5 : 1e-6;
        double rate = training.full ? full : usual;
        return new TrainingOptions(
                TrainingOptions.Batching.of(training.batchSize, 1),
                TrainingOptions.Schedule.of(
                        training.epochs, training.learningRate == null ? rate : training.learningRate),
                TrainingOptions.Optimizer.usual(),
                null,
                precision,
                training.threads,
                training.seed);
    }

    private AlignmentResumes read(RuleSet rules) {
        Path file = resumes.file;
        if (file == null) {
            int count = resumes.generated == null ? 0 : resumes.generated;
            require("--generated", count, AlignmentResumes.LEAST, MOST_GENERATED);
            err().printf("learning from %d resumes that are generated, not real%n", count);
            return AlignmentResumes.generated(count, training.seed, rules);
        }
        long[] badRows = {0};
        AlignmentResumes read = AlignmentResumes.read(file, rules, problem -> {
            if (++badRows[0] <= BAD_ROWS_TOLD) {
                err().println(problem);
            }
        });
        if (badRows[0] > 0) {
            err().printf("%s: skipped %,d rows that cannot be read%n", file, badRows[0]);
        }
        return read;
    }

    private @Nullable PrintWriter metricsFile() throws IOException {
        if (metrics == null) {
            return null;
        }
        if (!resume && Files.exists(metrics) && Files.size(metrics) > 0) {
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

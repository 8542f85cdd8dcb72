package io.rolestream.cli.train;

import io.rolestream.cli.options.AdapterOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.options.StepOptions;
import io.rolestream.cli.options.TrainingOutput;
import io.rolestream.cli.support.BadRows;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Progress;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.SmallFile;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.read.RowSource;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.generation.DescribedResumes;
import io.rolestream.trainer.generation.GeneratorRun;
import io.rolestream.trainer.generation.GeneratorSettings;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.sources.GeneratedMatches;
import io.rolestream.trainer.matching.sources.MatchFiles;
import io.rolestream.trainer.service.TrainingReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream train generator}. */
@Command(
        name = "generator",
        description = "Fine-tunes a decoder (Llama, SmolLM2, Qwen2, Mistral) to write the description of a job that"
                + " suits a resume: from pairs in a file, from feedback, or from generated resumes and postings.",
        footer = {
            "",
            "Writes a Hugging Face checkpoint with its prompt (prompt_template.json) and a",
            "model card that says what it learnt from, and its loss on validation pairs,",
            "which also choose the best step. With --method lora, adapters alone are",
            "trained; they are merged, and kept in DIR/adapter as PEFT saves them. After",
            "Ctrl-C, run the same command with --resume to continue from the state file.",
            "",
            "Examples:",
            "  rolestream train generator --base SmolLM2-135M --data pairs.csv -o writer",
            "  rolestream train generator --base SmolLM2-135M --generated 2000 -o writer"
        })
public final class TrainGeneratorCommand extends CliCommand implements Callable<Integer> {
    private static final int GENERATED = 1000;
    private static final int LEAST_GENERATED = 10;
    private static final int MOST_GENERATED = 20_000;
    private static final int BAD_ROWS_TOLD = 5;
    private static final int MAX_TEMPLATE_BYTES = 1 << 16;
    private static final double FULL_RATE = 2e-5;
    private static final double LORA_RATE = 2e-4;

    /** What is trained. */
    public enum Method {
        FULL,
        LORA
    }

    @Option(
            names = "--base",
            paramLabel = "BASE",
            description = "The checkpoint to start from: a directory, or the name of a model on a hub.",
            required = true,
            order = 1)
    private String base = "";

    @Mixin
    private TrainingOutput output = new TrainingOutput();

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "A text file with the prompt, in which {resume} stands for the resume.",
            order = 5)
    private @Nullable Path template;

    @ArgGroup(validate = false, heading = "%nPairs:%n", order = 9)
    private Pairs pairs = new Pairs();

    @ArgGroup(validate = false, heading = "%nTraining:%n", order = 10)
    private Training training = new Training();

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    private static final class Pairs {
        @Option(
                names = "--data",
                paramLabel = "FILE",
                description = "Pairs of a resume and a description: JSONL, a JSON array, CSV, TSV or Parquet, gzipped"
                        + " or not.")
        private @Nullable Path data;

        @Option(
                names = "--resume-column",
                paramLabel = "NAME",
                description = "The column of the resumes in --data (default resume).")
        private @Nullable String resumes;

        @Option(
                names = "--description-column",
                paramLabel = "NAME",
                description = "The column of the descriptions in --data (default description).")
        private @Nullable String descriptions;

        @Option(names = "--resumes", paramLabel = "FILE", description = "In place of --data: resumes.")
        private @Nullable Path resumeFile;

        @Option(names = "--jobs", paramLabel = "FILE", description = "Postings, with --resumes.")
        private @Nullable Path jobs;

        @Option(
                names = "--feedback",
                paramLabel = "FILE",
                description = "Who applied for or was hired for which job, with --resumes.")
        private @Nullable Path feedback;

        @Option(
                names = "--generated",
                paramLabel = "N",
                description = "Without files: generates N resumes and N postings (default " + GENERATED + ").")
        private @Nullable Integer generated;

        @Option(
                names = "--validation-share",
                paramLabel = "SHARE",
                description = "Share of pairs that are not learnt; they choose the best step and measure the model"
                        + " (default 0.1).")
        private double validationShare = 0.1;
    }

    private static final class Training extends AdapterOptions {
        private Training() {
            super(2, 16, 2);
        }

        @Option(
                names = "--method",
                paramLabel = "M",
                description = "full (all parameters) or lora (low-rank adapters; the default).",
                order = 1)
        private Method method = Method.LORA;

        @Option(
                names = "--learning-rate",
                paramLabel = "RATE",
                description = "Peak learning rate (default 0.0002 for lora, 0.00002 for full).",
                order = 12)
        private @Nullable Double learningRate;

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "Tokens of a prompt with its description; longer ones are cut (default 1024).",
                order = 13)
        private int maxTokens = 1024;

        @Option(
                names = "--precision",
                paramLabel = "P",
                description = "fp32, bf16, or auto, which picks the faster (default auto).",
                order = 23)
        private String precision = "auto";
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings loaded = settings.load(); // reports wrong settings first
        RuleSet rules = StreamConfig.ruleSet(loaded);
        require("--validation-share", pairs.validationShare, 0, 0.9);
        GeneratorRun run = OptionValues.check(this::plan);
        try (TrainingReport report = output.report(loaded, "fine-tuning")) {
            return OptionValues.check(() -> run.run(read(rules, DocumentConfig.limits(loaded)), report, err()))
                    ? ExitCode.DONE
                    : ExitCode.FAILED;
        }
    }

    private GeneratorRun plan() throws IOException {
        boolean full = training.method == Method.FULL;
        if (full && training.describesAdapters()) {
            throw wrongUsage("--rank, --alpha and --targets are for --method lora; omit them, or train adapters");
        }
        double usual = full ? FULL_RATE : LORA_RATE;
        return new GeneratorRun(
                new GeneratorSettings(
                        base,
                        full ? null : training.adapters(base),
                        training.steps(
                                8,
                                training.learningRate == null ? usual : training.learningRate,
                                StepOptions.precision(training.precision)),
                        training.evaluations(),
                        training.maxTokens,
                        prompt()),
                training.weights(),
                output.directory(),
                output.state(),
                output.resumes());
    }

    private PromptTemplate prompt() {
        if (template == null) {
            return PromptTemplate.DEFAULT;
        }
        try {
            return new PromptTemplate(new String(SmallFile.read(template, MAX_TEMPLATE_BYTES), StandardCharsets.UTF_8));
        } catch (FileException | IllegalArgumentException e) {
            throw new ConfigurationException("--template: " + template + ": " + e.getMessage(), e);
        }
    }

    private DescribedResumes read(RuleSet rules, DocumentLimits documents) {
        boolean fed = Stream.of(pairs.resumeFile, pairs.jobs, pairs.feedback).anyMatch(Objects::nonNull);
        if (Stream.of(pairs.data != null, fed, pairs.generated != null)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw wrongUsage("give --data; or --resumes, --jobs and --feedback; or --generated");
        }
        if (pairs.data != null) {
            return read(pairs.data, documents);
        }
        if (pairs.resumes != null || pairs.descriptions != null) {
            throw wrongUsage("--resume-column and --description-column name columns of --data, which is missing");
        }
        return fed
                ? DescribedResumes.of(feedback(documents), rules, pairs.validationShare)
                : DescribedResumes.of(generated(), rules, pairs.validationShare);
    }

    private MatchingData feedback(DocumentLimits documents) {
        if (pairs.resumeFile == null || pairs.jobs == null || pairs.feedback == null) {
            throw wrongUsage("--resumes, --jobs and --feedback belong together");
        }
        return MatchFiles.read(pairs.resumeFile, pairs.jobs, null, pairs.feedback, documents, err()::println);
    }

    private MatchingData generated() {
        int count = pairs.generated == null ? GENERATED : pairs.generated;
        require("--generated", count, LEAST_GENERATED, MOST_GENERATED);
        err().printf("no files: learning from %d resumes and %d postings that are generated, not real%n", count, count);
        return GeneratedMatches.of(count, count, 0, training.seed());
    }

    private DescribedResumes read(Path data, DocumentLimits documents) {
        BadRows bad = new BadRows(err(), data.toString(), BAD_ROWS_TOLD);
        try (RowSource source = RowSource.ofResumes(data, columns(), documents);
                ProgressReport rows = new ProgressReport(source, data.toString(), Progress.isShown(null))) {
            DescribedResumes read = DescribedResumes.read(
                    rows,
                    pairs.validationShare,
                    String.valueOf(data.getFileName()),
                    problem -> bad.add(data + ": " + problem));
            bad.sum("row without a pair", "rows without a pair");
            return read;
        }
    }

    private ColumnNames columns() {
        return OptionValues.of(
                "--resume-column, --description-column",
                () -> new ColumnNames(
                        null,
                        Objects.requireNonNullElse(pairs.resumes, "resume"),
                        Objects.requireNonNullElse(pairs.descriptions, "description")));
    }
}

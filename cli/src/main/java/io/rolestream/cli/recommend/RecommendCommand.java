package io.rolestream.cli.recommend;

import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Progress;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.Settings;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.columns.JobColumns;
import io.rolestream.files.describe.DescriptionInput;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.recommend.Direction;
import io.rolestream.files.recommend.RecommendationFormat;
import io.rolestream.files.recommend.RecommendationOutput;
import io.rolestream.files.recommend.RecommendationRun;
import io.rolestream.files.recommend.RowRanking;
import io.rolestream.files.write.CsvText;
import io.rolestream.local.services.CarriedSettings;
import io.rolestream.local.services.Services;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.JointBelief;
import io.rolestream.matching.writing.DescriptionSource;
import io.rolestream.matching.writing.GeneratorVerdict;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream recommend}. */
@Command(
        name = "recommend",
        subcommands = {RecommendEvaluateCommand.class, RecommendJudgeCommand.class},
        description = "Ranks jobs for each resume in a file, or resumes for each job, with reasons. Needs no Kafka.",
        footer = {
            "",
            "Both files may have any format that `rolestream label` reads.",
            "",
            "Examples:",
            "  rolestream recommend --resumes resumes.csv --jobs jobs.jsonl --top 5",
            "  rolestream recommend --resumes resumes.csv --jobs jobs.csv --format html \\",
            "    -o jobs.html",
            "  rolestream recommend --resumes resumes.csv --jobs jobs.csv --direction resumes",
            "  rolestream recommend --resumes resumes.csv --jobs jobs.csv \\",
            "    --embedder all-MiniLM-L6-v2",
            "  rolestream recommend --resumes resumes.csv --jobs jobs.csv \\",
            "    --generator writer --reranker reward"
        })
@SuppressWarnings("NullAway.Init") // injected
public final class RecommendCommand extends CliCommand implements Callable<Integer> {
    private static final int BAD_ROWS_TOLD = 10;
    private static final int MOST = 10_000;

    @Option(names = "--resumes", paramLabel = "FILE", description = "Resumes: a file, or documents.", order = 0)
    private @Nullable Path resumes;

    @Option(names = "--jobs", paramLabel = "FILE", description = "Job postings.", order = 1)
    private @Nullable Path jobs;

    @Option(
            names = "--direction",
            paramLabel = "WHAT",
            description = "jobs for each resume, or resumes for each job (default ${DEFAULT-VALUE}).",
            order = 2)
    private Direction direction = Direction.JOBS;

    @Option(
            names = {"-k", "--top"},
            paramLabel = "N",
            description = "How many to list for each (default ${DEFAULT-VALUE}).",
            order = 2)
    private int top = 10;

    @Option(names = "--remote", negatable = true, description = "Only remote jobs, or no remote ones.", order = 3)
    private @Nullable Boolean remote;

    @Option(names = "--location", paramLabel = "PLACE", description = "Only jobs there, and remote ones.", order = 3)
    private @Nullable String location;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "Judges roles together with the rules, as `label --model` does, with the roles and rules that the"
                            + " model carries, but without names and gendered words.",
            order = 4)
    private @Nullable Path model;

    @Option(names = "--embedder", paramLabel = "DIR", description = "Bi-encoder that compares texts.", order = 4)
    private @Nullable Path embedder;

    @Option(names = "--reranker", paramLabel = "DIR", description = "Cross-encoder for the first results.", order = 4)
    private @Nullable Path reranker;

    @Mixin
    private DescriptionOptions descriptions = new DescriptionOptions();

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).",
            order = 5)
    private RecommendationFormat format = RecommendationFormat.JSONL;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "File instead of standard output.",
            order = 5)
    private @Nullable Path out;

    @Option(
            names = "--csv-safe",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = CSV_SAFE,
            order = 5)
    private boolean csvSafe;

    @Option(names = "--progress", negatable = true, description = "Shows a progress bar on a terminal.", order = 5)
    private @Nullable Boolean progress;

    @Mixin
    private SettingsOptions.Rules rules;

    @Mixin
    private SettingsOptions settings;

    private long told;

    @Override
    public Integer call() throws Exception {
        require("--top", top, 1, MOST);
        if (resumes == null || jobs == null) {
            throw wrongUsage("name both files: --resumes FILE --jobs FILE");
        }
        if (resumes.toString().equals("-") && jobs.toString().equals("-")) {
            throw wrongUsage("--resumes and --jobs: only one of them can be standard input");
        }
        DescriptionInput input = input();
        Settings loaded = settings.load(CarriedSettings.with(model, rules.values(), settings::load, err()::println));
        try (LoadedModel voter = model == null ? null : Services.model(model, loaded)) {
            RuleSet chosen = StreamConfig.ruleSet(loaded);
            ModelSettings models = ModelsConfig.settings(loaded);
            String warning = input == null || input.generator() == null
                    ? null
                    : GeneratorVerdict.warning(input.generator(), chosen.taxonomy());
            if (warning != null) {
                err().println("warning: " + warning);
            }
            MatcherOptions options = MatcherOptions.of(chosen)
                    .withInference(models.inference())
                    .withEmbedder(embedder, models.cache().calibrations())
                    .withReranker(reranker)
                    .withDescriptions(descriptions.settings());
            try (Matcher matcher = Matchers.open(options);
                    DescriptionSource source = input == null
                            ? null
                            : input.open(models.inference(), chosen.taxonomy(), options.memory())) {
                return run(
                        resumes, jobs, loaded, matcher, voter == null ? null : new JointBelief(voter, chosen), source);
            }
        }
    }

    private @Nullable DescriptionInput input() {
        DescriptionInput input = descriptions.input();
        if (input != null && direction == Direction.RESUMES) {
            throw wrongUsage("--generator and --descriptions describe jobs for resumes; use --direction jobs");
        }
        return input;
    }

    private int run(
            Path ofResumes,
            Path ofJobs,
            Settings loaded,
            Matcher matcher,
            @Nullable JointBelief beliefs,
            @Nullable DescriptionSource source)
            throws InterruptedException {
        boolean forResumes = direction == Direction.JOBS;
        Path indexed = forResumes ? ofJobs : ofResumes;
        Path asking = forResumes ? ofResumes : ofJobs;
        RecommendationRun run = new RecommendationRun(
                new RowRanking(matcher, beliefs),
                new MatchFilter(Instant.now(), location, remote),
                top,
                (side, row) -> {
                    if (++told <= BAD_ROWS_TOLD) {
                        err().println((side == RecommendationRun.Side.INDEXED ? indexed : asking) + ": "
                                + row.problem());
                    }
                },
                source);
        boolean shown = Progress.isShown(progress);
        long start = System.nanoTime();
        try (RowSource documents = forResumes ? jobs(ofJobs) : resumes(ofResumes, loaded);
                RowSource queries = forResumes ? resumes(ofResumes, loaded) : jobs(ofJobs);
                RecommendationOutput output = RecommendationOutput.open(format, direction, new CsvText(csvSafe), out);
                ProgressReport read = new ProgressReport(documents, "indexing " + indexed.getFileName(), shown);
                MatchIndex index = run.index(read);
                ProgressReport asked = new ProgressReport(queries, "ranking for " + asking.getFileName(), shown)) {
            run.rank(asked, index, output);
            output.finish();
        }
        err().println(run.summary(direction, (System.nanoTime() - start) / 1e9));
        err().flush();
        return ExitCode.DONE;
    }

    private static RowSource jobs(Path file) {
        return RowSource.ofJobs(file, JobColumns.AUTOMATIC);
    }

    private static RowSource resumes(Path path, Settings loaded) {
        return RowSource.ofResumes(path, ColumnNames.AUTOMATIC, DocumentConfig.limits(loaded));
    }
}

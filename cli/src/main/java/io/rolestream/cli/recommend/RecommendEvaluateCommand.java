package io.rolestream.cli.recommend;

import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.Progress;
import io.rolestream.common.config.Settings;
import io.rolestream.evaluation.ranking.report.RankingText;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.files.ranking.FileRankings;
import io.rolestream.files.ranking.RankingDirection;
import io.rolestream.files.ranking.RankingRequest;
import io.rolestream.files.ranking.RankingSystem;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream recommend evaluate}. */
@Command(
        name = "evaluate",
        description = "Compares ways of ranking jobs for resumes and resumes for jobs: trec_eval's measures with"
                + " intervals, and tests of the differences from the first system.",
        footer = {
            "",
            "Examples:",
            "  rolestream recommend evaluate --resumes resumes.csv --jobs jobs.csv \\",
            "    --qrels qrels.txt --out report",
            "  rolestream recommend evaluate --resumes resumes.jsonl --jobs jobs.jsonl \\",
            "    --bridge --embedder all-MiniLM-L6-v2 --systems bm25,hybrid,full",
            "  rolestream recommend evaluate --qrels qrels.txt --runs mine.run,theirs.run",
            "  rolestream recommend evaluate --resumes resumes.csv --jobs jobs.csv \\",
            "    --qrels qrels.txt --generator writer --keep-verdict"
        })
@SuppressWarnings("NullAway.Init") // injected
public final class RecommendEvaluateCommand extends CliCommand implements Callable<Integer> {
    @Option(
            names = "--resumes",
            paramLabel = "FILE",
            description = "Resumes, in any format that `rolestream label` reads.",
            order = 0)
    private @Nullable Path resumes;

    @Option(names = "--jobs", paramLabel = "FILE", description = "Job postings, in the same formats.", order = 0)
    private @Nullable Path jobs;

    @Option(
            names = "--qrels",
            paramLabel = "FILE",
            description = "What is relevant, in TREC's format: lines of query, 0, document and grade. The queries are"
                    + " resumes or jobs.",
            order = 1)
    private @Nullable Path qrels;

    @Option(
            names = "--grades",
            paramLabel = "FILE",
            description = "Or a table with the columns resumeId, jobId and grade (1 and more is relevant).",
            order = 1)
    private @Nullable Path grades;

    @Option(
            names = "--bridge",
            description = "Or the same role in the column role of both files; the fallback role is none.",
            order = 1)
    private boolean bridge;

    @Option(
            names = "--direction",
            split = ",",
            paramLabel = "WHAT",
            description = "jobs (for a resume) or resumes (for a job); by default both.",
            order = 2)
    private List<RankingDirection> directions = new ArrayList<>();

    @Option(
            names = "--systems",
            split = ",",
            paramLabel = "NAME",
            description = "bm25, embedding, hybrid, role, full, described, reranked, reranked-described, separated by"
                    + " commas; all others are compared"
                    + " with the first. By default all that the models allow. The baselines random and popular are"
                    + " always measured.",
            order = 3)
    private List<String> systems = new ArrayList<>();

    @Option(
            names = "--runs",
            split = ",",
            paramLabel = "FILE",
            description = "Run files of other systems, in TREC's format, to judge beside them.",
            order = 3)
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = "--depth",
            paramLabel = "K",
            defaultValue = "1000",
            description = "Results that each system ranks for a query (default 1000).",
            order = 4)
    private int depth;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Also writes report.html, report.json, report.csv, queries.csv, and judgements and runs in"
                    + " TREC's format, from which trec_eval recomputes every mean.",
            order = 4)
    private @Nullable Path out;

    @Option(names = "--embedder", paramLabel = "DIR", description = "A bi-encoder's checkpoint.", order = 5)
    private @Nullable Path embedder;

    @Option(names = "--reranker", paramLabel = "DIR", description = "A reward model's checkpoint.", order = 5)
    private @Nullable Path reranker;

    @Mixin
    private DescriptionOptions descriptions = new DescriptionOptions();

    @Option(
            names = "--keep-verdict",
            description = "Writes the gate's verdict on the descriptions into the generator's directory.",
            order = 5)
    private boolean keepVerdict;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Shows a progress bar on standard error; by default when that is a terminal.",
            order = 5)
    private @Nullable Boolean progress;

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private SettingsOptions.Rules rules;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings loaded = settings.load(rules.values());
        RankingRequest request = request(loaded);
        try (RankingBar bar = new RankingBar(Progress.isShown(progress))) {
            return print(RankingText.of(FileRankings.run(request, DocumentConfig.limits(loaded), err()::println, bar)));
        }
    }

    private RankingRequest request(Settings loaded) {
        ModelSettings models = ModelsConfig.settings(loaded);
        MatcherOptions matcher = MatcherOptions.of(StreamConfig.ruleSet(loaded))
                .withInference(models.inference())
                .withEmbedder(embedder, models.cache().calibrations())
                .withReranker(reranker);
        return OptionValues.check(() -> new RankingRequest(
                resumes,
                jobs,
                qrels,
                grades,
                bridge,
                directions,
                systems.stream().map(RankingSystem::ofKey).toList(),
                runs,
                depth,
                matcher.withDescriptions(descriptions.settings()),
                descriptions.input(),
                keepVerdict,
                out));
    }
}

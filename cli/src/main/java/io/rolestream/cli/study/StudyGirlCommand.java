package io.rolestream.cli.study;

import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.common.config.Settings;
import io.rolestream.evaluation.pairs.PairReport;
import io.rolestream.files.describe.DescriptionInput;
import io.rolestream.files.describe.LearntTexts;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.writing.DescriptionSource;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.sources.GeneratedFeedback;
import io.rolestream.trainer.matching.sources.MatchFiles;
import io.rolestream.trainer.study.StudyFiles;
import io.rolestream.trainer.study.girl.GirlStudy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream study girl}. */
@Command(
        name = "girl",
        description =
                "Repeats GIRL's protocol: how well applications are predicted from resume and job, with and without"
                        + " the description that a generator wrote for the resume, by AUC and LogLoss.",
        footer = {
            "",
            "Resumes and postings of the test are not learnt from, also not by train",
            "generator; the report says where a generator does not record that. Without",
            "files, simulated people react to generated postings.",
            "",
            "Examples:",
            "  rolestream study girl --generator writer --embedder all-MiniLM-L6-v2",
            "  rolestream study girl --resumes resumes.csv --jobs jobs.csv \\",
            "    --feedback feedback.csv --generator writer -o study"
        })
@SuppressWarnings("NullAway.Init") // injected
public final class StudyGirlCommand extends CliCommand implements Callable<Integer> {
    private static final int GENERATED = 1000;
    private static final long SEED = 1;
    private static final int MOST = 20_000;
    private static final int LEAST = 10;

    @Option(names = "--resumes", paramLabel = "FILE", description = "Resumes.", order = 1)
    private @Nullable Path resumes;

    @Option(names = "--jobs", paramLabel = "FILE", description = "Job postings.", order = 1)
    private @Nullable Path jobs;

    @Option(names = "--feedback", paramLabel = "FILE", description = "What people did with them.", order = 1)
    private @Nullable Path feedback;

    @Option(
            names = "--generated",
            paramLabel = "N",
            description = "Or so many generated resumes, and as many postings (default " + GENERATED + ").",
            order = 2)
    private @Nullable Integer generated;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Of the generated data (default " + SEED + ").",
            order = 2)
    private @Nullable Long seed;

    @Option(names = "--generator", paramLabel = "DIR", description = "Writes the descriptions.", order = 3)
    private @Nullable Path generator;

    @Option(
            names = "--descriptions",
            paramLabel = "FILE",
            description = "Or JSON lines with resumeId and description.",
            order = 3)
    private @Nullable Path descriptions;

    @Option(names = "--embedder", paramLabel = "DIR", description = "Bi-encoder that compares texts.", order = 4)
    private @Nullable Path embedder;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Also writes girl.json, girl.html and girl-predictions.jsonl.",
            order = 5)
    private @Nullable Path out;

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private SettingsOptions.Rules rules;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int count = generated == null ? GENERATED : generated;
        require("--generated", count, LEAST, MOST);
        boolean files = resumes != null || jobs != null || feedback != null;
        if (files && (resumes == null || jobs == null || feedback == null)) {
            throw wrongUsage("--resumes, --jobs and --feedback belong together; name all three");
        }
        if (files && (generated != null || seed != null)) {
            throw wrongUsage("--generated and --seed are for generated data; leave them out, or name no files");
        }
        DescriptionInput input = OptionValues.check(
                        () -> Optional.ofNullable(DescriptionInput.of(generator, descriptions)))
                .orElse(null);
        if (out != null) {
            StudyFiles.prepare(out);
        }
        Settings loaded = settings.load(rules.values());
        RuleSet chosen = StreamConfig.ruleSet(loaded);
        ModelSettings models = ModelsConfig.settings(loaded);
        MatchingData data = resumes == null || jobs == null
                ? GeneratedFeedback.of(count, count, seed == null ? SEED : seed)
                : MatchFiles.read(resumes, jobs, null, feedback, DocumentConfig.limits(loaded), err()::println);
        MatcherOptions options = MatcherOptions.of(chosen)
                .withInference(models.inference())
                .withEmbedder(embedder, models.cache().calibrations());
        String doubt = input == null ? null : LearntTexts.doubt(input, chosen);
        PairReport report;
        try (Matcher matcher = Matchers.open(options);
                DescriptionSource source =
                        input == null ? null : input.open(models.inference(), chosen.taxonomy(), options.memory())) {
            report = GirlStudy.run(data, matcher, chosen, source, doubt);
        }
        if (out != null) {
            StudyFiles.write(report, "girl", out);
        }
        return print(report.text());
    }
}

package io.rolestream.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.GradedPairs;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleFeedback;
import io.rolestream.files.sample.SampleJob;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.files.sample.words.Vocabulary;
import io.rolestream.schemas.serde.AvroJson;
import io.rolestream.schemas.serde.JsonTimes;
import io.rolestream.stream.StreamConfig;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream generate}. */
@Command(
        name = "generate",
        description = "Prints generated resumes, jobs, pairs of both or feedback as JSON lines. The same seed gives the"
                + " same; `trueRole` is the role each was generated for. With other roles than the standard fourteen,"
                + " texts are made of the keywords in --rules.",
        footer = {
            "",
            "Examples:",
            "  rolestream generate -n 200 | rolestream label -",
            "  rolestream generate --jobs -n 200 | rolestream produce --jobs -",
            "  rolestream generate --feedback -n 200 | rolestream produce --feedback -"
        })
public final class GenerateCommand extends CliCommand implements Callable<Integer> {
    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "Number of resumes or jobs, or of each (default ${DEFAULT-VALUE}).")
    private long count = 1000;

    @Option(names = "--seed", paramLabel = "N", description = "Seed (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--broken",
            paramLabel = "SHARE",
            description = "Share of invalid resumes (default ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private double broken;

    @ArgGroup
    private @Nullable Kind kind;

    private static final class Kind {
        @Option(names = "--jobs", description = "Prints job postings instead.")
        private boolean jobs;

        @Option(
                names = "--pairs",
                description = "Prints how well the resumes of this seed suit its jobs instead, the first N of each:"
                        + " pairs with a grade of 1 to 3. All others have grade 0.")
        private boolean pairs;

        @Option(
                names = "--feedback",
                description = "Prints what the people behind the first N resumes of this seed did with lists of its"
                        + " first N jobs instead. Each reads two lists of ten; how often they look at a job depends"
                        + " on its position, and what they do with it on how well it suits.")
        private boolean feedback;
    }

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Jobs were posted in the 30 days before this time, and most close 14 to 120 days after it:"
                    + " 2026-03-04 or 2026-03-04T12:00:00Z. By default, they stay open.")
    private @Nullable String from;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Override
    public Integer call() {
        require("--count", count, 0, Long.MAX_VALUE);
        require("--broken", broken, 0, 1);
        if (from != null && (kind == null || !kind.jobs)) {
            throw wrongUsage("--from needs --jobs");
        }
        if (broken > 0 && kind != null) {
            throw wrongUsage("--broken is of resumes; omit it, or --jobs, --pairs and --feedback");
        }
        GeneratorOptions options = GeneratorOptions.DEFAULT.withBrokenShare(broken);
        Vocabulary vocabulary = Vocabulary.of(StreamConfig.ruleSet(settings.load(rules.values())));
        ResumeGenerator resumes = new ResumeGenerator(seed, options, vocabulary);
        JobGenerator jobs = new JobGenerator(seed, options, from == null ? null : time(from), vocabulary);
        if (kind != null && kind.pairs) {
            printPairs(new GradedPairs(resumes, jobs));
        } else if (kind != null && kind.feedback) {
            printFeedback(new SampleFeedback(resumes, jobs, seed));
        } else if (kind != null) {
            print(number -> {
                SampleJob job = jobs.job(number);
                return AvroJson.of(job.event()).put("trueRole", job.trueRole());
            });
        } else {
            print(number -> {
                SampleResume resume = resumes.resume(number);
                return AvroJson.of(resume.event()).put("trueRole", resume.trueRole());
            });
        }
        return ExitCode.DONE;
    }

    private void print(LongFunction<ObjectNode> lines) {
        for (long number = 1; number <= count && !out().checkError(); number++) {
            out().println(lines.apply(number));
        }
    }

    private void printPairs(GradedPairs pairs) {
        pairs.relevant(count, count, pair -> {
            out().println(JsonNodeFactory.instance
                    .objectNode()
                    .put("resumeId", pair.resumeId())
                    .put("jobId", pair.jobId())
                    .put("grade", pair.grade()));
            return !out().checkError();
        });
    }

    private void printFeedback(SampleFeedback feedback) {
        int jobs = (int) Math.min(count, Integer.MAX_VALUE);
        for (long number = 1; number <= count && !out().checkError(); number++) {
            feedback.of(number, jobs).forEach(reaction -> out().println(AvroJson.of(reaction)));
        }
    }

    private Instant time(String text) {
        return JsonTimes.parse(text)
                .orElseThrow(() -> wrongUsage("--from expects a time such as 2026-03-04T12:00:00Z: " + text));
    }
}

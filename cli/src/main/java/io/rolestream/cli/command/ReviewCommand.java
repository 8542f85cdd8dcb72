package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ClusterCheck;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.text.Nearest;
import io.rolestream.local.services.Configuration;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.review.AnswersFile;
import io.rolestream.stream.review.AnswersRun;
import io.rolestream.stream.review.QuestionChoice;
import io.rolestream.stream.review.ReviewRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream review}. */
@Command(
        name = "review",
        description = "Asks for the right role of resumes on which rules and model disagree, and of resumes drawn at"
                + " random.",
        footer = {
            "",
            "Answers go to `role-corrections`: the label changes at once, and the trainer",
            "learns from them. An answer is sent when you answer the next question; until",
            "then, `u` undoes it. Ctrl-C sends the last answer and quits. To add a note,",
            "write it after \" #\", as in: 13 # two jobs in one",
            "",
            "Disagreements are hard cases, so they do not measure how good labels are. For",
            "that, a share of the questions is drawn at random, from resumes that no model",
            "is trained on (the test side of the split). --role and --min-score do not apply",
            "to them.",
            "",
            "Examples:",
            "  rolestream review",
            "  rolestream review --count 50 --min-score 0.5 --random-share 0",
            "  rolestream review --answers answers.csv"
        })
public final class ReviewCommand extends CliCommand implements Callable<Integer> {
    private static final int MOST_QUESTIONS = 10_000;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Maximum number of questions (default ${DEFAULT-VALUE}).")
    private int count = 20;

    @Option(
            names = "--min-score",
            paramLabel = "SCORE",
            description = "Only disagreements with at least this review score, 0 to 1 (default ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private double minScore;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "Only disagreements with a vote or label for this role.")
    private @Nullable String role;

    @Option(
            names = "--random-share",
            paramLabel = "SHARE",
            description = "Share of the questions drawn at random, 0 to 1 (default ${DEFAULT-VALUE}).")
    private double randomShare = 0.2;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the random questions (default ${DEFAULT-VALUE}); people who review at the same"
                    + " time need different seeds.")
    private long seed = 1;

    @Option(names = "--reviewer", paramLabel = "NAME", description = "The reviewer's name; by default, your user name.")
    private String reviewer = System.getProperty("user.name", "unknown");

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "Sends the answers in a file instead of asking: JSONL, a JSON array, CSV, TSV or Parquet,"
                    + " with the columns resumeId and role and, optionally, reviewer, note and selection.")
    private @Nullable Path answers;

    @Option(names = "--strict", description = "With --answers: exits with 3 if any answer could not be sent.")
    private boolean strict;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException, IOException {
        require("--count", count, 1, MOST_QUESTIONS);
        require("--min-score", minScore, 0, 1);
        require("--random-share", randomShare, 0, 1);
        Settings settings = options.load();
        Taxonomy taxonomy = StreamConfig.taxonomy(settings);
        return answers == null ? ask(settings, taxonomy) : send(answers, settings, taxonomy);
    }

    private int ask(Settings settings, Taxonomy taxonomy) throws InterruptedException, IOException {
        if (role != null && !taxonomy.contains(role)) {
            throw wrongUsage("--role: no role " + role + Nearest.hint(role, taxonomy.names()));
        }
        ClusterCheck.requireReachable(settings);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Cluster cluster = Cluster.of(settings);
        new ReviewRun(cluster, Configuration.resumeReader(settings, cluster), taxonomy, reviewer, Ansi.AUTO.enabled())
                .run(new QuestionChoice(count, minScore, role, randomShare, seed), in, out(), err());
        return ExitCode.DONE;
    }

    private int send(Path file, Settings settings, Taxonomy taxonomy) throws InterruptedException {
        AnswersFile read = AnswersFile.read(file, taxonomy);
        ClusterCheck.requireReachable(settings);
        AnswersRun.Summary summary = new AnswersRun(Cluster.of(settings), reviewer).run(read, err());
        if (summary.failed() > 0) {
            return ExitCode.FAILED;
        }
        return strict && summary.hasUnsent() ? ExitCode.NOT_ALL_LABELLED : ExitCode.DONE;
    }
}

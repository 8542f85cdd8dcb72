package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.PassOptions;
import io.rolestream.cli.options.ReportOption;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ClusterCheck;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.train.ClusterTraining;
import io.rolestream.cli.train.TrainAlignCommand;
import io.rolestream.cli.train.TrainGeneratorCommand;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.engine.model.Precision;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.models.task.VersionTask;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.matching.MatchSettings;
import io.rolestream.trainer.matching.run.MatchInputs;
import io.rolestream.trainer.matching.run.MatchRun;
import io.rolestream.trainer.matching.run.MatchRunConfig;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.service.TrainerCommands;
import io.rolestream.trainer.service.TrainerReports;
import io.rolestream.trainer.service.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream train}. */
@Command(
        name = "train",
        description =
                "Runs a trainer on a Kafka cluster until stopped; with --once, trains once, from the cluster or from"
                        + " files.",
        footer = {
            "",
            "Collects the rules' votes and people's answers, and trains models on them: when",
            "there are enough new ones, at regular intervals, when the data changes, or on",
            "request (--now). A model that passes the gate becomes the champion if there is",
            "none, or if people's answers show that it is not worse; else the challenger.",
            "",
            "You can run several, each with its own name and directory: one trains, and",
            "another takes over if that one dies:",
            "",
            "  rolestream train -b kafka:9092 -s instance.id=train-1 -s model.store=/models",
            "  rolestream train -b kafka:9092 --now",
            "  rolestream train -b kafka:9092 --status",
            "",
            "Without Kafka, from files:",
            "",
            "  rolestream train --once --data resumes.jsonl --answers answers.csv --out mine",
            "  rolestream label --model mine resumes.jsonl",
            "",
            "A training that is interrupted continues after a restart. In a terminal, its",
            "progress and evaluation are printed."
        },
        subcommands = {TrainGeneratorCommand.class, TrainAlignCommand.class},
        synopsisSubcommandLabel = "[matcher|reward|generator|align]")
public final class TrainCommand extends CliCommand implements Callable<Integer> {
    @ArgGroup
    private Instead instead = new Instead();

    private static final class Instead {
        @Option(names = "--now", description = "Asks the trainer running on the cluster to train now.")
        private boolean now;

        @Option(names = "--status", description = "Prints the status of each trainer of the cluster.")
        private boolean status;

        @Option(
                names = "--once",
                description = "Trains once and exits: on all examples in the cluster's topics, or on --data.")
        private boolean once;
    }

    @Option(names = "--json", description = "With --status: prints JSON, an array of trainers.")
    private boolean json;

    @ArgGroup(validate = false, heading = "%nWithout Kafka, with --once:%n", order = 2)
    private Inputs files = new Inputs();

    private static final class Inputs {
        @Option(
                names = "--data",
                paramLabel = "FILE",
                description = "Resumes to train on: JSONL, a JSON array, CSV, TSV or Parquet, gzipped or not.",
                order = 1)
        private @Nullable Path data;

        @Option(
                names = "--answers",
                paramLabel = "FILE",
                description = "People's answers: resumeId and role, in any of these formats.",
                order = 2)
        private @Nullable Path answers;

        @Option(
                names = {"-o", "--out"},
                paramLabel = "DIR",
                description = "The output directory, which appears once it is complete.",
                order = 3)
        private @Nullable Path out;
    }

    @ArgGroup(validate = false, heading = "%nTraining:%n", order = 3)
    private Training training = new Training();

    private static final class Training {
        @Option(
                names = "--base",
                paramLabel = "BASE",
                description =
                        "The checkpoint to fine-tune: a directory, compact, or the name of a model on a hub (default"
                                + " compact).",
                order = 1)
        private @Nullable String base;

        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Random seed; the same seed gives the same model (default 1).",
                order = 2)
        private @Nullable Integer seed;
    }

    @Mixin
    private ReportOption report = new ReportOption();

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() throws Exception {
        Map<String, String> ofCommand = new HashMap<>(rules.values());
        if (training.base != null) {
            ofCommand.put(TrainConfig.BASE, training.base);
        }
        if (training.seed != null) {
            ofCommand.put(TrainConfig.SEED, training.seed.toString());
        }
        if (json && !instead.status) {
            throw wrongUsage("--json goes with --status");
        }
        if (report.isWanted() && files.data == null) {
            throw wrongUsage("--report goes with --once --data; a trainer on a cluster is shown there anyway");
        }
        Settings settings = options.load(ofCommand);
        if (files.data != null || files.answers != null || files.out != null) {
            return fromFiles(settings);
        }
        ClusterCheck.requireReachable(settings);
        Cluster cluster = Cluster.of(settings);
        String model = settings.string(WorkerConfig.MODEL_NAME);
        if (instead.now) {
            return trainNow(cluster, model);
        }
        if (instead.status) {
            TrainerReports reports = TrainerReports.read(cluster, model);
            if (json) {
                return print(reports.json().toPrettyString() + System.lineSeparator());
            }
            reports.print(out(), Instant.now());
            return ExitCode.DONE;
        }
        ClusterTraining onCluster = new ClusterTraining(settings, cluster, model, out(), err());
        return instead.once ? onCluster.once() : onCluster.serve();
    }

    /** The options of {@code train matcher}. */
    static class Matches extends PassOptions {
        @Option(names = "--pairs", paramLabel = "FILE", description = "JSON lines, each a resume, a job and a grade.")
        private @Nullable Path pairs;

        @Option(names = "--resumes", paramLabel = "FILE", description = "Resumes, in place of --pairs.")
        private @Nullable Path resumes;

        @Option(names = "--jobs", paramLabel = "FILE", description = "Postings, with --resumes.")
        private @Nullable Path jobs;

        @Option(names = "--qrels", paramLabel = "FILE", description = "What suits what, in TREC's format.")
        private @Nullable Path qrels;

        @Option(names = "--feedback", paramLabel = "FILE", description = "What people did, in place of --qrels.")
        private @Nullable Path feedback;

        @Option(names = "--generated", paramLabel = "N", description = "Generates N resumes and N postings instead.")
        private int generated;

        @Option(
                names = {"-o", "--out"},
                paramLabel = "DIR",
                required = true,
                description = "The output directory, whose name is the version's.")
        private Path out = Path.of("");

        @Option(names = "--base", paramLabel = "BASE", description = "As for `train` (default ${DEFAULT-VALUE}).")
        private String base = "compact";

        @Option(
                names = "--temperature",
                paramLabel = "T",
                description = "Temperature of the loss (default ${DEFAULT-VALUE}).")
        private double temperature = 0.05;

        @Option(
                names = "--negatives",
                paramLabel = "N",
                description = "Mined negatives per pair (default ${DEFAULT-VALUE}).")
        private int negatives = 2;

        @Option(
                names = "--learning-rate",
                paramLabel = "R",
                description = "Peak learning rate (default: depends on the base).")
        private double learningRate;

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "Maximum tokens of a text; the rest is cut (default ${DEFAULT-VALUE}).")
        private int maxTokens = 256;

        @Mixin
        private ReportOption report = new ReportOption();

        Matches() {
            super(3, 32);
        }

        private MatchInputs inputs(DocumentLimits documents) {
            return new MatchInputs(pairs, resumes, jobs, qrels, feedback, generated, documents);
        }

        private boolean hasInput() {
            return generated != 0
                    || Stream.of(pairs, resumes, jobs, qrels, feedback).anyMatch(Objects::nonNull);
        }
    }

    /** The options of {@code train reward}. */
    static final class Rewards extends Matches {
        @Option(
                names = "--adversaries",
                paramLabel = "N",
                description = "Dishonest postings per resume that it learns to reject, 0 to 6 (default"
                        + " ${DEFAULT-VALUE}).")
        private int adversaries = 3;

        @Option(names = "--matcher", paramLabel = "DIR", description = "The matcher whose lists it re-ranks.")
        private @Nullable Path matcher;
    }

    @Command(
            name = "matcher",
            description = "Trains the recommender's bi-encoder, from files or, with -b, from the feedback of a cluster."
                    + " A model trained on feedback is published if it passes the gate; to pass, it must beat the"
                    + " present champion."
                    + " A running trainer does the same by itself (train.matcher.*).",
            mixinStandardHelpOptions = true)
    int matcher(@Mixin Matches given, @Mixin ClusterOptions cluster) throws Exception {
        return match(VersionTask.EMBEDDER, given, new Rewards(), cluster);
    }

    @Command(
            name = "reward",
            description = "Trains the recommender's reward model, which re-ranks, as `train matcher` does.",
            mixinStandardHelpOptions = true)
    int reward(@Mixin Rewards given, @Mixin ClusterOptions cluster) throws Exception {
        return match(VersionTask.RERANKER, given, given, cluster);
    }

    private int match(VersionTask task, Matches of, Rewards reward, ClusterOptions options) throws Exception {
        boolean fromFiles = of.hasInput();
        if (fromFiles && options.insistsOnCluster() && !of.report.isWanted()) {
            throw wrongUsage("-b trains on the cluster's feedback; omit it, or omit --pairs, --resumes, --jobs,"
                    + " --qrels, --feedback and --generated; or add --report, which shows a training from files on"
                    + " the cluster's dashboard");
        }
        Settings settings = options.load();
        MatchRun run = OptionValues.check(() -> new MatchRun(
                task,
                StreamConfig.ruleSet(settings),
                new MatchSettings(
                        of.base,
                        of.epochs(),
                        of.batchSize(),
                        of.learningRate,
                        of.temperature,
                        of.negatives,
                        reward.adversaries,
                        of.maxTokens,
                        Runtime.getRuntime().availableProcessors(),
                        of.seed(),
                        Objects.requireNonNullElse(TrainConfig.precision(settings), Precision.FP32)),
                of.out,
                reward.matcher,
                out(),
                err()));
        try (TrainingReport report = of.report.start(settings, of.out, "reading")) {
            boolean done = options.insistsOnCluster() && !fromFiles
                    ? run.fromCluster(MatchRunConfig.target(Cluster.of(options.loadReachable()), settings), report)
                    : run.fromFiles(of.inputs(DocumentConfig.limits(settings)), report);
            return done ? ExitCode.DONE : ExitCode.FAILED;
        } catch (TrainingImpossibleException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int fromFiles(Settings settings) throws IOException, InterruptedException {
        Path data = files.data;
        Path out = files.out;
        if (!instead.once || data == null || out == null) {
            throw wrongUsage("training without Kafka needs --once, --data FILE and --out DIR");
        }
        if (options.insistsOnCluster() && !report.isWanted()) {
            throw wrongUsage("--data trains without Kafka; omit --bootstrap-servers, or omit --data and --out; or add"
                    + " --report, which shows the training on the cluster's dashboard");
        }
        return new TrainOnce(data, files.answers, out, out(), err()).run(settings, report);
    }

    private int trainNow(Cluster cluster, String model) throws InterruptedException {
        TrainerCommands.trainNow(cluster, model, System.getProperty("user.name"));
        out().println("asked the trainers of " + model + " to train now");
        return ExitCode.DONE;
    }
}

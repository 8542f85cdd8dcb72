package io.rolestream.cli.command;

import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.FreePort;
import io.rolestream.common.service.HealthConfig;
import io.rolestream.common.service.HealthServer;
import io.rolestream.common.service.HealthSettings;
import io.rolestream.common.text.TerminalStyle;
import io.rolestream.dashboard.Dashboard;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.words.Vocabulary;
import io.rolestream.local.LocalStack;
import io.rolestream.local.demo.DemoMarket;
import io.rolestream.local.demo.DemoSettings;
import io.rolestream.local.demo.DemoTraffic;
import io.rolestream.local.demo.DemoView;
import io.rolestream.local.demo.Reviewers;
import io.rolestream.local.services.Services;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.recipe.ModelTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream demo}. */
@Command(
        name = "demo",
        description =
                "Runs everything in one process on generated resumes and jobs: a Kafka broker, the labelling service, a"
                        + " model worker, a trainer, a recommender, and simulated reviewers and readers.",
        footer = {
            "",
            "At first only the rules label. After about a minute and a half on two idle",
            "cores the first model takes over, simulated reviewers (who know the true roles)",
            "answer where rules and model disagree, and a second model is trained on the",
            "answers too. It takes over if it is better. The table at the end compares their",
            "accuracy. Employers post jobs meanwhile, each resume gets a list of those",
            "that suit it, and simulated people open some of them. Once they have opened",
            "1,500, a matcher is trained on that, and takes over if it wins. The dashboard",
            "shows it all live; its address is printed at the start.",
            "",
            "Runs until Ctrl-C. Meanwhile, other commands can connect from other terminals;",
            "on the standard ports they find it without options:",
            "",
            "  rolestream demo --port 9092 --registry-port 8081",
            "  rolestream consume labels",
            "  rolestream label resumes.csv -b localhost:9092"
        })
public final class DemoCommand extends CliCommand implements Callable<Integer> {
    private static final int DASHBOARD_PORT = 8_090;
    private static final String LOOPBACK = "127.0.0.1";

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Resumes a second, 0.01 to 100000 (default ${DEFAULT-VALUE}).",
            defaultValue = "60")
    private double rate = 60;

    @Option(names = "--count", paramLabel = "N", description = "Stops after N resumes; by default, runs until stopped.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the generated resumes; default 1, or with --data a new one each run.")
    private @Nullable Long seed;

    @Option(
            names = "--broken",
            paramLabel = "SHARE",
            description = "Share of invalid resumes, which become dead letters (default ${DEFAULT-VALUE}).")
    private double broken = 0.01;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps all data in this directory, and the next run continues with it; by default, a"
                    + " temporary directory is used.")
    private @Nullable Path data;

    @Option(
            names = "--no-trainer",
            description = "Runs without a trainer or reviewers; only the rules (and, with --data, the last model)"
                    + " label.")
    private boolean noTrainer;

    @Option(names = "--no-jobs", description = "Runs without jobs: no recommender, and no one who reads its lists.")
    private boolean noJobs;

    @Option(
            names = "--generator",
            paramLabel = "DIR",
            description = "Also runs a generator with this checkpoint, such as one of train generator. It writes a job"
                    + " description for as many resumes as it has time for, and their lists are searched with it, too.")
    private @Nullable Path describer;

    @Option(names = "--port", paramLabel = "PORT", description = "The broker's port; by default, any free one.")
    private int port;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            description = "The registry's port; by default, any free one.")
    private int registryPort;

    @Option(
            names = "--dashboard-port",
            paramLabel = "PORT",
            description =
                    "The dashboard's port; default 8090, or any free port if 8090 is taken. 0: any free port; -1: no"
                            + " dashboard.")
    private @Nullable Integer dashboardPort;

    @Override
    public Integer call() throws Exception {
        require("--rate", rate, 0.01, 100_000);
        require("--count", count, 0, Long.MAX_VALUE);
        require("--broken", broken, 0, 1);
        require("--port", port, 0, 65_535);
        require("--registry-port", registryPort, 0, 65_535);
        if (dashboardPort != null) {
            require("--dashboard-port", dashboardPort, DashboardConfig.OFF, 65_535);
        }
        if (describer != null) {
            if (noJobs) {
                throw wrongUsage("--generator writes descriptions to search jobs with, so leave --no-jobs out");
            }
            CheckpointDirectory.open(describer); // rather than after the start of everything else
        }
        EmbeddedKafka.Builder broker =
                EmbeddedKafka.builder().port(port).registryPort(registryPort).portOptions("--port", "--registry-port");
        if (data != null) {
            broker.directory(data);
        }
        if (seed == null) {
            // The same resumes would be repeats to a stream that kept its state. Short, since ids begin with it.
            seed = data == null ? 1 : System.currentTimeMillis() / 1000 % 100_000;
        }
        long chosenSeed = seed;
        PrintWriter out = out();
        requireFreePorts(options.load(rules.values(), DemoSettings.instead()));
        out.println("starting a Kafka broker, a schema registry, and the services ...");
        out.flush();
        EmbeddedKafka kafka = broker.build();
        try (LocalStack stack = LocalStack.start(
                        kafka,
                        settings -> configured(kafka, settings),
                        Services::voters,
                        noTrainer ? null : ModelTraining::run);
                AutoCloseable health =
                        HealthServer.start(HealthConfig.settings(stack.settings()), stack, stack.meters())) {
            welcome(out, stack, chosenSeed, startDashboard(stack));
            ResumeGenerator generator = new ResumeGenerator(
                    chosenSeed,
                    GeneratorOptions.DEFAULT.withBrokenShare(broken),
                    Vocabulary.of(StreamConfig.ruleSet(stack.settings())));
            if (!noJobs) {
                stack.recommend();
            }
            if (describer != null) {
                stack.generate();
            }
            try (Reviewers reviewers = noTrainer ? null : Reviewers.start(stack.cluster());
                    DemoMarket market = noJobs ? null : DemoMarket.start(stack.cluster(), generator, chosenSeed)) {
                new DemoTraffic(stack.cluster(), view(stack, reviewers, market), generator, rate, count).run();
            }
        }
        return ExitCode.DONE;
    }

    private void requireFreePorts(Settings settings) {
        FreePort.require(LOOPBACK, port, "--port");
        FreePort.require(LOOPBACK, registryPort, "--registry-port");
        Integer wanted = wantedDashboardPort(settings);
        if (wanted != null && wanted > 0) {
            FreePort.require(DashboardConfig.settings(settings).listen().host(), wanted, "--dashboard-port");
        }
        HealthSettings health = HealthConfig.settings(settings);
        FreePort.require(health.host(), health.port(), HealthConfig.PORT);
    }

    private @Nullable Integer wantedDashboardPort(Settings settings) {
        return dashboardPort == null && settings.isSet(DashboardConfig.PORT)
                ? Integer.valueOf(settings.integer(DashboardConfig.PORT))
                : dashboardPort;
    }

    private DemoView view(LocalStack stack, @Nullable Reviewers reviewers, @Nullable DemoMarket market) {
        Settings settings = stack.settings();
        return new DemoView(
                out(),
                TerminalStyle.ofStandardOutput(),
                stack.cluster(),
                StreamConfig.ruleSet(settings),
                reviewers,
                market);
    }

    private Settings configured(EmbeddedKafka kafka, Map<String, String> ofBroker) {
        Map<String, String> values = new HashMap<>(rules.values());
        values.putAll(DemoSettings.of(kafka.dataDirectory()));
        values.putAll(ofBroker);
        Map<String, String> instead = new HashMap<>(DemoSettings.instead());
        if (describer != null) {
            instead.putAll(DemoSettings.ofGenerator(describer));
        }
        return options.load(values, instead);
    }

    /** Starts the dashboard, if wanted, and returns its address for people. */
    private String startDashboard(LocalStack stack) throws Exception {
        Integer wanted = wantedDashboardPort(stack.settings());
        if (wanted != null && wanted == DashboardConfig.OFF) {
            return "none";
        }
        try {
            return dashboard(stack, wanted == null ? DASHBOARD_PORT : wanted).url();
        } catch (IOException e) {
            if (wanted != null) {
                throw new CommandFailedException(
                        "the dashboard cannot listen on port %d (%s); choose another port with --dashboard-port"
                                .formatted(wanted, e.getMessage()),
                        e);
            }
            return dashboard(stack, 0).url() + " (port " + DASHBOARD_PORT + " is taken)";
        }
    }

    private static Dashboard dashboard(LocalStack stack, int port) throws Exception {
        Dashboard dashboard =
                new Dashboard(stack.cluster(), DashboardConfig.settings(stack.settings()), stack.stream());
        try {
            dashboard.start(port);
        } catch (IOException e) {
            dashboard.close();
            throw e;
        }
        stack.add(dashboard);
        return dashboard;
    }

    private void welcome(PrintWriter out, LocalStack stack, long chosenSeed, String dashboard) {
        String broker = stack.kafka().bootstrapServers();
        String registry = stack.kafka().schemaRegistryUrl();
        out.printf(
                "Rolestream demo: %s generated resumes per second (seed %d), labelled%n"
                        + "as they arrive. Ctrl-C stops.%n%n"
                        + "  dashboard        %s%n"
                        + "  broker           %s%n"
                        + "  schema registry  %s%n"
                        + "  data             %s%n%n"
                        + "In another terminal, try:%n"
                        + "  rolestream consume labels -b %s \\%n"
                        + "      --schema-registry-url %s%n%n",
                BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString(),
                chosenSeed,
                dashboard,
                broker,
                registry,
                data == null ? "temporary, deleted at the end" : data.toAbsolutePath(),
                broker,
                registry);
    }
}

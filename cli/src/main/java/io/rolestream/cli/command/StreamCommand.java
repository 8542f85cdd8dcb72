package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.Cluster;
import io.rolestream.cli.support.Configuration;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Logging;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.HealthServer;
import io.rolestream.dashboard.Dashboard;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.stream.StreamApp;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code rolestream stream}. */
@Command(
        name = "stream",
        description = "Runs the labelling service on a Kafka cluster until stopped.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Create the topics first, with `rolestream topics create`. To scale out, start",
            "more instances, each with its own name and state directory:",
            "",
            "  rolestream stream -b kafka:9092 -s instance.id=a -s state.directory=/data/a",
            "",
            "-s dashboard.port=8090 serves a dashboard to this machine; to serve it to",
            "others, set dashboard.host and dashboard.auth."
        })
public final class StreamCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Override
    public Integer call() throws Exception {
        Settings settings = options.load(rules.values());
        Cluster.requireReachable(settings);
        Logging.lostBrokers();
        PrintWriter err = spec.commandLine().getErr();
        ProcessMeters meters = new ProcessMeters();
        SchemaRegistry registry = Configuration.registry(settings);
        StreamApp app = new StreamApp(settings, registry, meters.registry(), DashboardConfig.address(settings));
        Dashboard dashboard = Dashboard.isWanted(settings) ? new Dashboard(settings, registry, app) : null;
        Thread hook = new Thread(app::close, "rolestream-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        // Java's own exit code after SIGTERM is 143, as if the stop had failed.
        Signal.handle(new Signal("TERM"), signal -> System.exit(ExitCode.DONE));
        try (meters;
                AutoCloseable health = HealthServer.start(settings, app, meters.registry());
                dashboard) {
            return run(app, dashboard, settings, err);
        }
    }

    private static int run(StreamApp app, @Nullable Dashboard dashboard, Settings settings, PrintWriter err)
            throws ExecutionException, InterruptedException {
        app.start();
        if (dashboard != null) {
            err.println("dashboard at " + dashboard.start().url());
        }
        app.running()
                .thenRun(() -> err.println("labelling "
                        + Configuration.catalogue(settings).topics().resumes() + " on "
                        + settings.string(ConnectionConfig.BOOTSTRAP_SERVERS)));
        @Nullable Throwable failure = app.stopped().get();
        if (failure != null) {
            throw new CommandFailedException(
                    "the labelling service stopped after repeated failures, the last: " + failure, failure);
        }
        return ExitCode.DONE;
    }
}

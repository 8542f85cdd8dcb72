package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.Logging;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.common.service.HealthConfig;
import io.rolestream.common.service.HealthServer;
import io.rolestream.common.service.ServiceRunner;
import io.rolestream.dashboard.Dashboard;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.local.services.Configuration;
import io.rolestream.local.services.NumberedInstance;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rolestream stream}. */
@Command(
        name = "stream",
        description = "Runs the labelling service on a Kafka cluster until stopped.",
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
public final class StreamCommand extends CliCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Override
    public Integer call() throws Exception {
        Settings settings = NumberedInstance.claim(options.loadReachable(rules.values()), StreamConfig.STATE_DIRECTORY);
        Logging.lostBrokers();
        PrintWriter err = err();
        ProcessMeters meters = new ProcessMeters();
        Cluster cluster = Cluster.of(settings);
        StreamApp app = new StreamApp(
                cluster, StreamConfig.settings(settings), meters.registry(), DashboardConfig.address(settings));
        Dashboard dashboard = DashboardConfig.isWanted(settings)
                ? new Dashboard(cluster, DashboardConfig.settings(settings), app)
                : null;
        try (meters;
                AutoCloseable health = HealthServer.start(HealthConfig.settings(settings), app, meters.registry());
                dashboard) {
            if (dashboard != null) {
                RequiredSchemas.await(cluster, Subjects.ofDashboard(cluster.topics()));
            }
            return ServiceRunner.run(app, () -> started(app, dashboard, settings, err));
        }
    }

    private static void started(StreamApp app, @Nullable Dashboard dashboard, Settings settings, PrintWriter err) {
        if (dashboard != null) {
            dashboard.start();
            err.println("dashboard at " + dashboard.url());
        }
        app.running()
                .thenRun(() -> err.println("labelling "
                        + Configuration.catalogue(settings).topics().resumes() + " on "
                        + settings.string(ConnectionConfig.BOOTSTRAP_SERVERS)));
    }
}

package io.rolestream.cli.options;

import io.rolestream.cli.support.ClusterCheck;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.Settings;
import io.rolestream.trainer.service.TrainingReport;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --report}. */
public final class ReportOption {
    @Option(
            names = "--report",
            description = "Shows the training on the dashboard of the cluster that the settings name.",
            order = 4)
    private boolean wanted;

    public boolean isWanted() {
        return wanted;
    }

    /**
     * Begins to report a training if that was asked for, after checking that Kafka answers and has the topics.
     *
     * @param out the output directory, whose name is reported
     * @param stage what is done first, in words joined by hyphens
     */
    public TrainingReport start(Settings settings, Path out, String stage) throws InterruptedException {
        Cluster cluster = wanted ? Cluster.of(settings) : null;
        if (cluster != null) {
            ClusterCheck.requireReachable(settings);
            RequiredTopics.check(cluster);
        }
        return new TrainingReport(
                cluster, String.valueOf(out.toAbsolutePath().normalize().getFileName()), stage);
    }
}

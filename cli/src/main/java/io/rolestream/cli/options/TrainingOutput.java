package io.rolestream.cli.options;

import io.rolestream.cli.support.ClusterCheck;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.OutputPlace;
import io.rolestream.trainer.service.TrainingReport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a training writes its model and its state, and reports. What would fail at the end is refused at the start. */
public final class TrainingOutput {
    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "The output directory, which appears once it is complete.",
            required = true,
            order = 2)
    private Path out = Path.of("");

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "The file that keeps the training state until the end (default DIR.state).",
            order = 3)
    private @Nullable Path state;

    @Option(names = "--resume", description = "Continues from the state file.", order = 4)
    private boolean resume;

    @Option(
            names = "--report",
            description = "Shows the training on the dashboard of the cluster that the settings name.",
            order = 4)
    private boolean report;

    /**
     * The output directory, absolute.
     *
     * @throws ConfigurationException if it has content, or cannot be created
     */
    public Path directory() {
        Path directory = out.toAbsolutePath().normalize();
        OutputPlace.requireFree(directory);
        return directory;
    }

    /**
     * Reports the training if {@code --report} is given, after checking that Kafka answers and has the topics.
     *
     * @param stage what is done, in words joined by hyphens
     */
    public TrainingReport report(Settings settings, String stage) throws InterruptedException {
        Cluster cluster = report ? Cluster.of(settings) : null;
        if (cluster != null) {
            ClusterCheck.requireReachable(settings);
            RequiredTopics.check(cluster);
        }
        return new TrainingReport(cluster, String.valueOf(directory().getFileName()), stage);
    }

    /** Whether an earlier training continues. */
    public boolean resumes() {
        return resume;
    }

    /**
     * The file of the training state.
     *
     * @throws ConfigurationException if it is missing but to be resumed, exists but is not, or cannot be created
     */
    public Path state() {
        Path directory = out.toAbsolutePath().normalize();
        Path file = state == null ? directory.resolveSibling(directory.getFileName() + ".state") : state;
        if (resume && !Files.exists(file)) {
            throw new ConfigurationException("--resume: no state file " + file);
        }
        if (!resume && Files.exists(file)) {
            throw new ConfigurationException("an earlier training left its state in " + file
                    + "; continue it with --resume, or delete the file to start over");
        }
        OutputPlace.requireWritable("--state", file);
        return file;
    }
}

package io.rolestream.cli.options;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.OutputPlace;
import io.rolestream.trainer.service.TrainingReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ReportOption report = new ReportOption();

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
     * Begins to report the training if that was asked for.
     *
     * @param stage what is done, in words joined by hyphens
     */
    public TrainingReport report(Settings settings, String stage) throws InterruptedException {
        return report.start(settings, directory(), stage);
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
        OutputPlace.requireState(file, resume);
        return file;
    }
}

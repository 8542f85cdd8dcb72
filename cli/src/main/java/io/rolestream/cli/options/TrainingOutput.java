package io.rolestream.cli.options;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.Replacement;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a training writes its model and its state. What would fail at the end is refused at the start. */
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

    /**
     * The output directory, absolute.
     *
     * @throws ConfigurationException if it has content, or cannot be created
     */
    public Path directory() {
        Path directory = out.toAbsolutePath().normalize();
        requireFree(directory);
        return directory;
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
        requireWritable("--state", file);
        return file;
    }

    /**
     * Checks that {@code --out} can become a directory.
     *
     * @throws ConfigurationException if it has content, or cannot be created
     */
    public static void requireFree(Path out) {
        if (Files.exists(out)) {
            String[] content = out.toFile().list();
            if (content == null || content.length > 0) {
                throw new ConfigurationException(
                        "--out: " + out + " already exists and is not empty; name a new directory");
            }
        }
        requireWritable("--out", out);
    }

    private static void requireWritable(String option, Path file) {
        Path parent = Replacement.parent(file);
        while (!Files.exists(parent) && parent.getParent() != null) {
            parent = parent.getParent();
        }
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new ConfigurationException(option + ": " + file + " cannot be created, as " + parent
                    + (Files.isDirectory(parent) ? " may not be written" : " is not a directory")
                    + "; choose another place");
        }
    }
}

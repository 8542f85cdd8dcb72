package io.rolestream.common.files;

import io.rolestream.common.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of places that hours of work will be written to, made before the work begins. */
public final class OutputPlace {
    private OutputPlace() {}

    /**
     * Checks that {@code --out} can become a directory with the results.
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

    /**
     * Checks that the file of {@code --state} can keep the state of a training.
     *
     * @param resume whether an earlier training continues from it
     * @throws ConfigurationException if it is missing but to be resumed, exists but is not, or cannot be created
     */
    public static void requireState(Path file, boolean resume) {
        if (resume && !Files.exists(file)) {
            throw new ConfigurationException("--resume: no state file " + file);
        }
        if (!resume && Files.exists(file)) {
            throw new ConfigurationException("an earlier training left its state in " + file
                    + "; continue it with --resume, or delete the file to start over");
        }
        requireWritable("--state", file);
    }

    /**
     * Checks that a file can be written; it may exist.
     *
     * @param option that names it
     * @throws ConfigurationException if it is a directory, or cannot be created
     */
    public static void requireFile(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw new ConfigurationException(option + ": " + file + " is a directory; name a file in it");
        }
        requireWritable(option, file);
    }

    /**
     * Checks that a file or directory can be created.
     *
     * @param option that names it
     * @throws ConfigurationException if it cannot
     */
    public static void requireWritable(String option, Path file) {
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

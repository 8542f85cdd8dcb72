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

package io.rolestream.models.loading;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.files.Replacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version's files under names of this process's own, because the cache of versions may delete its names while a model
 * is still to be opened from them. They take no space of their own where the file system has hard links.
 *
 * @param source the cache's directory
 * @param directory this process's
 */
public record LinkedVersion(Path source, Path directory) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkedVersion.class);
    private static final String PREFIX = "model-";

    /** @param parent in which the directory is made */
    public static LinkedVersion of(Path source, Path parent) throws IOException {
        PrivateFiles.directory(parent);
        return at(source, Files.createTempDirectory(parent, PREFIX));
    }

    /** @param directory where the files go; must not exist, or be empty */
    public static LinkedVersion at(Path source, Path directory) throws IOException {
        PrivateFiles.directory(directory);
        LinkedVersion linked = new LinkedVersion(source, directory);
        try (Stream<Path> found = Files.walk(source)) {
            for (Path path : found.toList()) {
                Path target = linked.directory.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    link(path, target);
                }
            }
            return linked;
        } catch (IOException | RuntimeException e) {
            linked.close();
            throw e;
        }
    }

    private static void link(Path path, Path target) throws IOException {
        try {
            Files.createLink(target, path);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(path, target); // another file system, or one without hard links
        }
    }

    /** Deletes what a process that was killed has left of {@link #of}. */
    public static void deleteLeft(Path parent) throws IOException {
        if (Files.isDirectory(parent)) {
            try (Stream<Path> found = Files.list(parent)) {
                List<Path> left = found.filter(
                                path -> path.getFileName().toString().startsWith(PREFIX))
                        .toList();
                for (Path path : left) {
                    Replacement.delete(path);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            Replacement.delete(directory);
        } catch (IOException e) {
            LOG.warn("{} remains until the next start: {}", directory, e.toString());
        }
    }
}

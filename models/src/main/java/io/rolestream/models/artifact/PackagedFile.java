package io.rolestream.models.artifact;

import io.rolestream.common.files.Replacement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** A file of a version that is not stored yet. */
public record PackagedFile(VersionFile description, Content content) {
    /** Opens a file's content, any number of times. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    /** A file on disk, which is read here for its checksum. */
    public static PackagedFile of(String path, Path file) throws IOException {
        return new PackagedFile(
                new VersionFile(path, Files.size(file), Sha256.of(file)), () -> Files.newInputStream(file));
    }

    public static PackagedFile of(String path, byte[] content) {
        return new PackagedFile(
                new VersionFile(path, content.length, Sha256.of(content)), () -> new ByteArrayInputStream(content));
    }

    /** Its path below the version's directory, with forward slashes. */
    public String path() {
        return description.path();
    }

    public long bytes() {
        return description.bytes();
    }

    /** Copies the file into a directory, and syncs it and the directories created for it. */
    public void copyTo(Path directory) throws IOException {
        Path root = directory.toAbsolutePath();
        Path copy = root.resolve(path());
        Set<Path> directories = new LinkedHashSet<>();
        for (Path parent = Replacement.parent(copy); !parent.equals(root); parent = Replacement.parent(parent)) {
            directories.add(parent);
        }
        Files.createDirectories(Replacement.parent(copy));
        try (InputStream in = content.open()) {
            Files.copy(in, copy);
        }
        Replacement.sync(copy);
        directories.forEach(Replacement::syncDirectory);
    }
}

package io.rolestream.models.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to be published.
 *
 * @param path below the version's directory, with forward slashes
 * @param bytes its size
 * @param content opens it
 */
public record OutgoingFile(String path, long bytes, Content content) {
    /** Opens a file's content, any number of times. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    /** A copy of a file. */
    public static OutgoingFile of(String path, Path file) throws IOException {
        return new OutgoingFile(path, Files.size(file), () -> Files.newInputStream(file));
    }

    /** A file with this content. */
    public static OutgoingFile of(String path, byte[] content) {
        return new OutgoingFile(path, content.length, () -> new ByteArrayInputStream(content));
    }
}

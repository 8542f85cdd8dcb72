package io.rolestream.stream.recommending.index;

import io.rolestream.models.artifact.VersionNames;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a matcher's model comes from. */
public sealed interface ModelSource {
    /** A directory with a checkpoint, which stays as it is. */
    record Directory(Path path) implements ModelSource {}

    /** The champion of a model. */
    record Followed(String name) implements ModelSource {}

    /**
     * Reads a setting.
     *
     * @param text a directory that exists, or a model's name; null or blank for none
     * @throws IllegalArgumentException if it is neither
     */
    static @Nullable ModelSource parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Path path = Path.of(text);
        if (Files.isDirectory(path)) {
            return new Directory(path);
        }
        if (!VersionNames.isName(text)) {
            throw new IllegalArgumentException("%s is no directory, and no name of a model".formatted(text));
        }
        return new Followed(text);
    }
}

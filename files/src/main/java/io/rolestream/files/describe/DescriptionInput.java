package io.rolestream.files.describe;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.files.bytes.InputException;
import io.rolestream.matching.writing.DescriptionSource;
import io.rolestream.matching.writing.DescriptionWriter;
import io.rolestream.matching.writing.WritingSettings;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where descriptions come from: a generator or a file.
 *
 * @param generator a generator's directory; null for a file
 * @param file of {@link WrittenDescriptions}; null for a generator
 */
public record DescriptionInput(
        @Nullable Path generator, @Nullable Path file) {
    public DescriptionInput {
        if ((generator == null) == (file == null)) {
            throw new IllegalArgumentException("name one of --generator and --descriptions");
        }
    }

    /** Null if neither is named. */
    public static @Nullable DescriptionInput of(@Nullable Path generator, @Nullable Path file) {
        return generator == null && file == null ? null : new DescriptionInput(generator, file);
    }

    /**
     * Opens it.
     *
     * @return the caller closes it
     * @throws InputException if the file cannot be read
     * @throws IOException if the generator's directory lacks something
     */
    public DescriptionSource open(InferenceOptions inference, Taxonomy taxonomy, @Nullable CalibrationMemory memory)
            throws IOException {
        return generator != null
                ? DescriptionWriter.open(
                        CheckpointDirectory.open(generator), WritingSettings.defaults(), inference, taxonomy, memory)
                : WrittenDescriptions.read(Objects.requireNonNull(file));
    }
}

package io.rolestream.engine.safetensors;

import io.rolestream.common.files.FileException;
import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of a checkpoint is missing, malformed, or cannot be read or written. The message names the file, the tensor
 * and the reason.
 */
public final class CheckpointException extends FileException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String tensor;

    /** Something is wrong with a file as a whole. */
    public CheckpointException(Path file, String reason) {
        this(file, null, reason, null);
    }

    /** Something is wrong with one tensor of a file. */
    public CheckpointException(Path file, @Nullable String tensor, String reason) {
        this(file, tensor, reason, null);
    }

    public CheckpointException(Path file, @Nullable String tensor, String reason, @Nullable Throwable cause) {
        super(file, tensor == null ? "" : "tensor " + Quoted.of(tensor) + ": ", reason, cause);
        this.tensor = tensor;
    }

    /** An I/O error on a file, with a message for people; an exception of this kind is returned as it is. */
    public static CheckpointException of(Path file, @Nullable String tensor, IOException error) {
        if (error instanceof CheckpointException already) {
            return already;
        }
        String reason = error instanceof FileException known ? known.reason() : reason(file, error);
        return new CheckpointException(file, tensor, reason, error);
    }

    /** The tensor that the problem is about, or null where it concerns the whole file. */
    public @Nullable String tensor() {
        return tensor;
    }
}

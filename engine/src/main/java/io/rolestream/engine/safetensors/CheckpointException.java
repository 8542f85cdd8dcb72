package io.rolestream.engine.safetensors;

import io.rolestream.common.files.FileException;
import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's file is missing, malformed, or cannot be read or written; the message names file, tensor and reason.
 */
public final class CheckpointException extends FileException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(Path file, String reason) {
        this(file, null, reason, null);
    }

    public CheckpointException(Path file, @Nullable String tensor, String reason) {
        this(file, tensor, reason, null);
    }

    public CheckpointException(Path file, @Nullable String tensor, String reason, @Nullable Throwable cause) {
        super(file, tensor == null ? "" : "tensor " + Quoted.of(tensor) + ": ", reason, cause);
    }

    /** An I/O error on a file, explained; an exception of this kind is returned as it is. */
    public static CheckpointException of(Path file, @Nullable String tensor, IOException error) {
        if (error instanceof CheckpointException already) {
            return already;
        }
        String reason = error instanceof FileException known ? known.reason() : reason(file, error);
        return new CheckpointException(file, tensor, reason, error);
    }
}

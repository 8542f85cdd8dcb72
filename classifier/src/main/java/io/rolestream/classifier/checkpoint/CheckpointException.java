package io.rolestream.classifier.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of a checkpoint is missing, malformed, or cannot be read or written. The message names the file, the tensor and the reason. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final @Nullable String tensor;
    private final String reason;

    /** Something is wrong with a file as a whole. */
    public CheckpointException(Path file, String reason) {
        this(file, null, reason, null);
    }

    /** Something is wrong with one tensor of a file. */
    public CheckpointException(Path file, @Nullable String tensor, String reason) {
        this(file, tensor, reason, null);
    }

    CheckpointException(Path file, @Nullable String tensor, String reason, @Nullable Throwable cause) {
        super(file + ": " + (tensor == null ? "" : "tensor " + Quoted.of(tensor) + ": ") + reason, cause);
        this.file = file.toString();
        this.tensor = tensor;
        this.reason = reason;
    }

    /** What an I/O error on a file means to a reader of the message; an exception of this kind passes as it is. */
    public static CheckpointException of(Path file, @Nullable String tensor, IOException error) {
        if (error instanceof CheckpointException already) {
            return already;
        }
        return new CheckpointException(file, tensor, reason(file, error), error);
    }

    private static String reason(Path file, IOException error) {
        if (error instanceof NoSuchFileException) {
            return "no such file";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof FileSystemException e && e.getReason() != null) {
            boolean same = file.toString().equals(e.getFile());
            return (same || e.getFile() == null ? "" : e.getFile() + ": ") + e.getReason();
        }
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    /** The path of the file, as it was given. */
    public String file() {
        return file;
    }

    /** The tensor that the problem is about, or null where it concerns the whole file. */
    public @Nullable String tensor() {
        return tensor;
    }

    /** What is wrong, without the names of file and tensor. */
    public String reason() {
        return reason;
    }
}

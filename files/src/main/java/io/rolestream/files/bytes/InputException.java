package io.rolestream.files.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** An input that cannot be read to its end. The message says what failed, where, and what to do. */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        this(message, null);
    }

    public InputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** For a file that can't be opened or read. */
    public static InputException of(Path file, IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return new InputException(
                    file + ": no such file (looked for " + file.toAbsolutePath() + "); check the path", problem);
        }
        return new InputException(
                problem instanceof AccessDeniedException
                        ? file + " can't be read: permission denied; check the file's permissions"
                        : file + " can't be read: " + reason(problem),
                problem);
    }

    /** Why reading failed, in words; compressed data may be cut short or damaged, and text in another encoding. */
    public static String reason(IOException problem) {
        if (problem instanceof EOFException) {
            return "the gzip data ends too early; the file is cut short, download or create it again";
        }
        if (problem instanceof ZipException) {
            return "the gzip data is damaged (" + problem.getMessage() + "); download or create the file again";
        }
        if (problem instanceof CharacterCodingException) {
            return "it is not valid UTF-8; convert it, or save it as UTF-8";
        }
        return problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    }
}

package io.rolestream.common.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file is missing, malformed, or cannot be read or written. The message names the file and the reason. */
public class FileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    public FileException(Path file, String reason) {
        this(file, reason, null);
    }

    public FileException(Path file, String reason, @Nullable Throwable cause) {
        this(file, "", reason, cause);
    }

    /** @param where the place in the file, as the message shows it before the reason; may be empty */
    protected FileException(Path file, String where, String reason, @Nullable Throwable cause) {
        super(file + ": " + where + reason, cause);
        this.file = file.toString();
        this.reason = reason;
    }

    /** An I/O error on a file, with a message for people; an exception of this kind is returned as it is. */
    public static FileException of(Path file, IOException error) {
        return error instanceof FileException already ? already : new FileException(file, reason(file, error), error);
    }

    /** The message of an I/O error for people; that of some exceptions is only the file's name. */
    public static String message(FileSystemException error) {
        boolean nameAlone = error.getFile() != null && error.getReason() == null;
        return String.valueOf(nameAlone ? of(Path.of(error.getFile()), error).getMessage() : error.getMessage());
    }

    /** Why reading or writing a file failed, in words. */
    protected static String reason(Path file, IOException error) {
        if (error instanceof NoSuchFileException) {
            return "no such file";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "exists already";
        }
        if (error instanceof NotDirectoryException) {
            return "is not a directory";
        }
        if (error instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
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

    /** The message without the file. */
    public String reason() {
        return reason;
    }
}

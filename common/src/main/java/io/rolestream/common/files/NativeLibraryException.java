package io.rolestream.common.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** No native library may be loaded from a directory. The message says why, and what to do. */
public final class NativeLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NativeLibraryException(Path directory, String reason, @Nullable Throwable cause) {
        super("native libraries cannot be loaded from %s: %s".formatted(directory, reason), cause);
    }
}

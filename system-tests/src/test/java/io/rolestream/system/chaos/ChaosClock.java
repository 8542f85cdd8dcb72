package io.rolestream.system.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of one child process, which libfaketime (Debian's package {@code libfaketime}) shifts while it runs.
 * Its monotonic clock stays, as when an administrator or NTP sets the clock of a machine.
 */
final class ChaosClock {
    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib64/faketime/libfaketime.so.1",
            "/usr/lib/faketime/libfaketime.so.1");

    private final Path file;

    /** A clock that is right. */
    ChaosClock(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.toAbsolutePath().getParent());
        shift("+0");
    }

    static boolean isAvailable() {
        return library().isPresent();
    }

    private static Optional<String> library() {
        return LIBRARIES.stream().filter(path -> Files.exists(Path.of(path))).findFirst();
    }

    /** What the process needs in its environment; nothing without the library. */
    Map<String, String> environment() {
        return library()
                .map(library -> Map.of(
                        "LD_PRELOAD",
                        library,
                        "FAKETIME_TIMESTAMP_FILE",
                        file.toAbsolutePath().toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        // Shared memory between processes is not needed, and costs most of the time of a call.
                        "FAKETIME_DISABLE_SHM",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        // Otherwise timed waits return at once, and every idle thread of a JVM spins.
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0",
                        "NO_FAKE_STAT",
                        "1"))
                .orElse(Map.of());
    }

    /** @param offset from the real time, as {@code -3600} or {@code +100d} */
    void shift(String offset) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, offset + "\n");
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}

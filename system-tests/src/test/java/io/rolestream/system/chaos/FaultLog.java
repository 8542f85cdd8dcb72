package io.rolestream.system.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What happened when, in {@code faults.log} and on standard output. */
final class FaultLog {
    private final Path file;
    private final Instant start = Instant.now();

    FaultLog(Path logs) throws IOException {
        Files.createDirectories(logs);
        this.file = logs.resolve("faults.log");
        Files.deleteIfExists(file);
    }

    void add(String format, Object... values) {
        Instant now = Instant.now();
        String line = "%s %7.1f s  %s%n"
                .formatted(
                        now.truncatedTo(ChronoUnit.SECONDS),
                        Duration.between(start, now).toMillis() / 1e3,
                        format.formatted(values));
        System.out.print(line);
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Duration elapsed() {
        return Duration.between(start, Instant.now());
    }
}

package io.rolestream.trainer.run;

import io.rolestream.models.announcements.VersionTable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A version is named after the start of its training, {@code yyyyMMdd-HHmmss} in UTC, so that names sort by time. */
final class VersionTimes {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    private VersionTimes() {}

    /** The current time or, if later, a second after the last version. */
    static String next(VersionTable table, String name, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant afterLast = table.versions(name).stream()
                .flatMap(announced -> begun(announced.version().getVersion()).stream())
                .max(Instant::compareTo)
                .map(last -> last.plusSeconds(1))
                .orElse(second);
        return FORM.format(LocalDateTime.ofInstant(afterLast.isAfter(second) ? afterLast : second, ZoneOffset.UTC));
    }

    /** Empty for a name of another form. */
    static Optional<Instant> begun(String version) {
        try {
            return Optional.of(LocalDateTime.parse(version, FORM).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}

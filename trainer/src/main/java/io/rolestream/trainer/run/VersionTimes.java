package io.rolestream.trainer.run;

import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A version is named after the start of its training, {@code yyyyMMdd-HHmmss} in UTC, so that names sort by time.
 *
 * <p>Names more than a day ahead are ignored: they come from a clock that was wrong, or from someone who wants that no
 * training ever counts as the latest.
 */
public final class VersionTimes {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    private static final Duration AHEAD = Duration.ofDays(1);

    private VersionTimes() {}

    /** The versions of a model that are named by a time until now, sorted by it. */
    static Stream<ModelVersion> timed(VersionTable table, String name, Instant now) {
        return table.versions(name).stream()
                .map(VersionTable.Announced::version)
                .filter(version -> begun(version.getVersion())
                        .filter(begun -> !begun.isAfter(now.plus(AHEAD)))
                        .isPresent());
    }

    /** The current time or, if later, a second after the last version. */
    public static String next(VersionTable table, String name, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant afterLast = timed(table, name, now)
                .flatMap(version -> begun(version.getVersion()).stream())
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

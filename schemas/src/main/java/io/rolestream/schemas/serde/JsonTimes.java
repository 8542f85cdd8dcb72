package io.rolestream.schemas.serde;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Times as JSON has them: ISO 8601 with or without an offset (UTC where there is none), also a date alone, which is its
 * midnight, and a blank in place of the T.
 */
public final class JsonTimes {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private JsonTimes() {}

    /** The time in a text; empty where it is none, or not within the years that milliseconds can count. */
    public static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor parsed =
                    FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            Instant time = parsed instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : parsed instanceof LocalDateTime local
                            ? local.toInstant(ZoneOffset.UTC)
                            : LocalDate.from(parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
            return Optional.of(Instant.ofEpochMilli(time.toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}

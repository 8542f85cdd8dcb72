package io.rolestream.stream.relabel;

import io.rolestream.common.config.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * A range of times at which resumes were sent, by their records' timestamps.
 *
 * @param since inclusive
 * @param until exclusive
 */
public record TimeRange(Instant since, Instant until) {
    public static final Instant BEGINNING = Instant.EPOCH;
    public static final Instant END = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** @throws IllegalArgumentException if the range is empty */
    public TimeRange {
        if (!since.isBefore(until)) {
            throw new IllegalArgumentException("no time lies from %s until %s".formatted(since, until));
        }
    }

    /** @param timestampMs a negative one, which some producers send where none is set, counts as 1970 */
    boolean contains(long timestampMs) {
        long time = Math.max(0, timestampMs);
        return time >= since.toEpochMilli() && time < until.toEpochMilli();
    }

    /**
     * Reads a time: {@code 2026-03-04} (midnight UTC), {@code 2026-03-04T12:00:00Z}, or an age, {@code 7d} or {@code 7d
     * ago}.
     */
    public static Instant parse(String text, Instant now) {
        String stripped = text.strip();
        if (stripped.indexOf('-') < 0) {
            String ago = stripped.toLowerCase(Locale.ROOT).endsWith("ago")
                    ? stripped.substring(0, stripped.length() - 3)
                    : stripped;
            try {
                return now.minus(Durations.parse(ago));
            } catch (IllegalArgumentException e) {
                throw malformed(text, e);
            }
        }
        try {
            Instant time = stripped.indexOf('T') < 0
                    ? LocalDate.parse(stripped).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(stripped).toInstant();
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed(text, e);
        }
    }

    private static IllegalArgumentException malformed(String text, Exception cause) {
        return new IllegalArgumentException(
                "'%s' is not a time: expected 2026-03-04, 2026-03-04T12:00:00Z, or an age such as 7d or 2h"
                        .formatted(text),
                cause);
    }
}

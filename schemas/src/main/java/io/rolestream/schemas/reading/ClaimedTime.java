package io.rolestream.schemas.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time that a producer claims, checked against the time of the record that carries it. A time in the past counts if
 * it lies between 2000 and a day after the record; a deadline, if it lies between 2000 and {@link #MAX_DAYS_AHEAD} days
 * after the record. Some producers mistake the unit; as the numbers of these decades differ from unit to unit, the unit
 * is known from the number.
 *
 * @param time the claimed time or, where that cannot be, the record's; with millisecond precision
 */
public record ClaimedTime(Instant time, Finding finding) {
    private static final long EARLIEST_MILLIS =
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long TOLERATED_FUTURE_MILLIS = Duration.ofDays(1).toMillis();

    /** How far ahead a deadline may be, some fifty years. Those who mean "always" write the year 9999. */
    public static final int MAX_DAYS_AHEAD = 18_250;

    /** What a claimed time turned out to be. */
    public enum Finding {
        /** No time is claimed. */
        NONE(null),
        MILLISECONDS(TimeUnit.MILLISECONDS),
        SECONDS(TimeUnit.SECONDS),
        DAYS(TimeUnit.DAYS),
        MICROSECONDS(TimeUnit.MICROSECONDS),
        NANOSECONDS(TimeUnit.NANOSECONDS),
        /** Before 2000 in every unit that is not beyond tomorrow. */
        BEFORE_2000(null),
        /** More than a day after the record, or too far ahead for a deadline. */
        IN_FUTURE(null);

        private final @Nullable TimeUnit unit;

        Finding(@Nullable TimeUnit unit) {
            this.unit = unit;
        }

        /** Whether there is anything to report: another unit, or a time that cannot be. */
        public boolean isUnusual() {
            return this != NONE && this != MILLISECONDS;
        }

        /** Whether the claimed time counts. */
        public boolean isUsable() {
            return unit != null;
        }

        /** The stable name for metrics: lower case with hyphens, such as {@code before-2000}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks a claim.
     *
     * @param claimed null if none is made
     * @param recordMillis when the record was written, in milliseconds since 1970
     */
    public static ClaimedTime of(@Nullable Instant claimed, long recordMillis) {
        return claimed == null
                ? new ClaimedTime(Instant.ofEpochMilli(recordMillis), Finding.NONE)
                : of(millis(claimed), recordMillis);
    }

    private static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    /**
     * Checks a claim.
     *
     * @param claimed as a number that should be milliseconds since 1970
     * @param recordMillis when the record was written, in milliseconds since 1970
     */
    public static ClaimedTime of(long claimed, long recordMillis) {
        return within(claimed, recordMillis, TOLERATED_FUTURE_MILLIS);
    }

    /**
     * Checks a deadline. The time is the record's where the claim {@linkplain Finding#isUsable does not count}.
     *
     * @param claimed null if none is made
     * @param recordMillis when the record was written, in milliseconds since 1970
     */
    public static ClaimedTime deadline(@Nullable Instant claimed, long recordMillis) {
        return claimed == null
                ? new ClaimedTime(Instant.ofEpochMilli(recordMillis), Finding.NONE)
                : within(
                        millis(claimed),
                        Math.max(recordMillis, EARLIEST_MILLIS),
                        Duration.ofDays(MAX_DAYS_AHEAD).toMillis());
    }

    private static ClaimedTime within(long claimed, long recordMillis, long tolerance) {
        long latest = recordMillis + tolerance;
        for (Finding finding : Finding.values()) {
            long millis = finding.unit == null ? Long.MIN_VALUE : finding.unit.toMillis(claimed);
            if (isPossible(millis) && millis <= latest) {
                return new ClaimedTime(Instant.ofEpochMilli(millis), finding);
            }
        }
        return new ClaimedTime(
                Instant.ofEpochMilli(recordMillis), claimed > latest ? Finding.IN_FUTURE : Finding.BEFORE_2000);
    }

    /**
     * Whether a record's timestamp can be a time at which it was written. Some clients send -1, 0 or a time in the year
     * 1 where none is set, and brokers store it.
     */
    public static boolean isPossible(long recordMillis) {
        return recordMillis >= EARLIEST_MILLIS;
    }

    /** A record's timestamp, or another time if that is not {@linkplain #isPossible possible}. */
    public static long possibleOr(long recordMillis, long otherwise) {
        return isPossible(recordMillis) ? recordMillis : otherwise;
    }
}

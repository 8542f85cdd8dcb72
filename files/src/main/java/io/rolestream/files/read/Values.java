package io.rolestream.files.read;

import io.rolestream.events.Selection;
import io.rolestream.schemas.resume.ClaimedTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Parses values. Each method throws {@link IllegalArgumentException} with what was expected. */
final class Values {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,9}(\\.\\d{1,9})?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}(\\.\\d{1,9})?");
    private static final Pattern COMPANY_SEPARATOR = Pattern.compile("[;|]");
    private static final int DATE_CHARS = "2026-01-31".length();
    private static final int COMPACT_DATE_CHARS = "20260131".length();
    private static final String EXPECTED_TIME =
            "a time such as 2026-01-31T08:30:00Z, a date, or milliseconds since 1970";

    private Values() {}

    static float years(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("a number of years");
        }
        return years(Double.parseDouble(text));
    }

    static float years(double value) {
        if (!(value >= 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("a number of years, 0 or more");
        }
        return (float) value;
    }

    /** From milliseconds since 1970, or another unit that is {@linkplain ClaimedTime recognised}. */
    static ClaimedTime time(double number) {
        if (!(Math.abs(number) <= Long.MAX_VALUE)) {
            throw new IllegalArgumentException(EXPECTED_TIME);
        }
        return ClaimedTime.of((long) number, System.currentTimeMillis());
    }

    /** From ISO 8601 (UTC by default) or a number, as {@link #time(double)}. */
    static ClaimedTime time(String text) {
        boolean isNumber = NUMBER.matcher(text).matches();
        try {
            if (!isNumber) {
                return ClaimedTime.of(parsed(text), System.currentTimeMillis());
            }
            if (text.length() == COMPACT_DATE_CHARS) {
                LocalDate date = LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
                return ClaimedTime.of(date.atStartOfDay(ZoneOffset.UTC).toInstant(), System.currentTimeMillis());
            }
        } catch (DateTimeException e) {
            if (!isNumber) {
                throw new IllegalArgumentException(EXPECTED_TIME, e);
            }
        }
        return time(Double.parseDouble(text));
    }

    private static Instant parsed(String text) {
        if (text.length() == DATE_CHARS) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        String iso = text.length() > DATE_CHARS && text.charAt(DATE_CHARS) == ' '
                ? text.substring(0, DATE_CHARS) + 'T' + text.substring(DATE_CHARS + 1)
                : text;
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime offset
                ? offset.toInstant()
                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
    }

    /** {@code random}, {@code review_score} or {@code unknown}, in any case and with {@code -} or {@code _}. */
    static Selection selection(String text) {
        try {
            return Selection.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("random, review_score or unknown", e);
        }
    }

    /** Separated by {@code ;} or {@code |}; commas belong to names ("Acme, Inc."). */
    static List<String> companies(String text) {
        return RowDraft.withoutBlanks(COMPANY_SEPARATOR.split(text));
    }
}

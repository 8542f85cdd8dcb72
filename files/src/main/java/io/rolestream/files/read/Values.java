package io.rolestream.files.read;

import io.rolestream.events.Selection;
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
    private static final Pattern MILLIS = Pattern.compile("\\d{5,15}");
    private static final Pattern COMPANY_SEPARATOR = Pattern.compile("[;|]");
    private static final int DATE_CHARS = "2026-01-31".length();
    private static final double LAST_MILLIS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    private static final String EXPECTED_TIME =
            "a time from 1970 on such as 2026-01-31T08:30:00Z, a date, or milliseconds since 1970";

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

    /** From milliseconds since 1970. */
    static Instant instant(double millis) {
        if (!(millis >= 0 && millis <= LAST_MILLIS)) {
            throw new IllegalArgumentException(EXPECTED_TIME);
        }
        return Instant.ofEpochMilli((long) millis);
    }

    /** From ISO 8601 (UTC by default) or milliseconds since 1970. */
    static Instant instant(String text) {
        if (MILLIS.matcher(text).matches()) {
            return instant(Double.parseDouble(text));
        }
        try {
            return instant((double) parsed(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(EXPECTED_TIME, e);
        }
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

package io.rolestream.files.read;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.Selection;
import io.rolestream.schemas.reading.ClaimedTime;
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

    /** From a number that should be milliseconds since 1970; {@link ClaimedTime} recognises other units. */
    static Instant time(double number) {
        if (!(Math.abs(number) <= Long.MAX_VALUE)) {
            throw new IllegalArgumentException(EXPECTED_TIME);
        }
        return Instant.ofEpochMilli((long) number);
    }

    /** From ISO 8601 (UTC by default) or a number, as {@link #time(double)}. */
    static Instant time(String text) {
        boolean isNumber = NUMBER.matcher(text).matches();
        try {
            if (!isNumber) {
                return parsed(text);
            }
            if (text.length() == COMPACT_DATE_CHARS) {
                LocalDate date = LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
                return date.atStartOfDay(ZoneOffset.UTC).toInstant();
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

    /** {@code shown}, {@code opened} and so on, in any case, also as infinitives. */
    static FeedbackAction action(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "shown", "show", "impression" -> FeedbackAction.SHOWN;
            case "opened", "open", "clicked", "click" -> FeedbackAction.OPENED;
            case "applied", "apply" -> FeedbackAction.APPLIED;
            case "hired", "hire" -> FeedbackAction.HIRED;
            case "dismissed", "dismiss" -> FeedbackAction.DISMISSED;
            default -> throw new IllegalArgumentException("shown, opened, applied, hired or dismissed");
        };
    }

    /** {@code jobs_for_resume} or {@code resumes_for_job}, in any case and with {@code -} or {@code _}. */
    static MatchDirection direction(String text) {
        try {
            return MatchDirection.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("jobs-for-resume or resumes-for-job", e);
        }
    }

    /** Whether all work can be done remotely: true or false, yes or no, or how boards name the place of work. */
    static boolean isRemote(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "")) {
            case "true", "yes", "y", "1", "1.0", "remote", "fullyremote", "telecommute" -> true;
            case "false", "no", "n", "0", "0.0", "hybrid", "onsite", "office" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    static int whole(String text, int least) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("a whole number from " + least);
        }
        return whole(Double.parseDouble(text), least);
    }

    static int whole(double value, int least) {
        if (!(value >= least && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
            throw new IllegalArgumentException("a whole number from " + least);
        }
        return (int) value;
    }

    /** Separated by {@code ;} or {@code |}; commas belong to names ("Acme, Inc."). */
    static List<String> companies(String text) {
        return RowDraft.withoutBlanks(COMPANY_SEPARATOR.split(text));
    }
}

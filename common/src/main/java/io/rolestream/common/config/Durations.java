package io.rolestream.common.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Durations in text form: a whole number and a unit, such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h} or
 * {@code 7d}.
 */
public final class Durations {
    /** Accepts what {@link #parse} accepts. */
    public static final ConfigDef.Validator VALIDATOR =
            Keys.checked(Durations::parse, "a duration such as 500ms, 30s, 10m, 2h or 7d");

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    /** So that none overflows when it is added to a time, or counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if the text has another form, or the duration is longer than a hundred years
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a number and a unit, such as 500ms, 30s, 10m, 2h or 7d");
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected at most " + LONGEST.toDays() + "d");
        }
        return duration;
    }
}

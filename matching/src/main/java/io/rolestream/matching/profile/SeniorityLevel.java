package io.rolestream.matching.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How senior a job or a person is, in the order of seniority. */
public enum SeniorityLevel {
    JUNIOR(Set.of("junior", "jr", "trainee", "intern", "internship", "graduate", "apprentice", "entry")),
    MID(Set.of("mid", "middle", "intermediate", "medior", "regular", "professional")),
    SENIOR(Set.of("senior", "sr", "snr", "expert", "experienced")),
    LEAD(Set.of("lead", "principal", "staff", "head", "chief", "director", "vp"));

    private static final float JUNIOR_YEARS = 2;
    private static final float MID_YEARS = 5;

    private static final Map<String, SeniorityLevel> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toMap(SeniorityLevel::key, level -> level));

    private final Set<String> words;

    SeniorityLevel(Set<String> words) {
        this.words = words;
    }

    /** Its name in profiles: {@code junior}, {@code mid}, {@code senior} or {@code lead}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level that a job's title or seniority names, the highest of several; null if it names none. */
    public static @Nullable SeniorityLevel named(String text) {
        List<String> words = Words.of(text).stream().map(word -> word.lower()).toList();
        SeniorityLevel found = null;
        for (SeniorityLevel level : values()) {
            found = words.stream().anyMatch(level.words::contains) ? level : found;
        }
        return found;
    }

    /** The level of a person with some years of experience; null if they are no years. */
    public static @Nullable SeniorityLevel of(@Nullable Float years) {
        if (years == null || !(years >= 0)) {
            return null;
        }
        return years < JUNIOR_YEARS ? JUNIOR : years < MID_YEARS ? MID : SENIOR;
    }

    /** The level with a {@linkplain #key key}, or null. */
    public static @Nullable SeniorityLevel ofKey(@Nullable String key) {
        return key == null ? null : BY_KEY.get(key);
    }
}

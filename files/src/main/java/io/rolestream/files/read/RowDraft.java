package io.rolestream.files.read;

import io.rolestream.events.Selection;
import io.rolestream.files.columns.Field;
import io.rolestream.files.columns.Layout;
import io.rolestream.schemas.resume.ClaimedTime;
import io.rolestream.schemas.resume.ClaimedTime.Finding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the values of one row, and is reused for the next. Only the first problem of a row is reported. */
final class RowDraft {

    private final Layout layout;
    private final ContentId contentId = new ContentId();
    private final Map<Finding, Long> unusualTimes = new EnumMap<>(Finding.class);

    private long rowNumber;
    private long line;
    private @Nullable String id;
    private @Nullable String skills;
    private @Nullable String text;
    private @Nullable Float years;
    private List<String> companies = List.of();
    private @Nullable Instant submittedAt;
    private @Nullable String source;
    private @Nullable String role;
    private @Nullable String reviewer;
    private @Nullable String note;
    private Selection selection = Selection.UNKNOWN;
    private @Nullable String problem;

    RowDraft(Layout layout) {
        this.layout = layout;
    }

    /** @param onLine from 1, or 0 if the format has no lines */
    void begin(long onLine) {
        rowNumber++;
        line = onLine;
        id = null;
        skills = null;
        text = null;
        years = null;
        companies = List.of();
        submittedAt = null;
        source = null;
        role = null;
        reviewer = null;
        note = null;
        selection = Selection.UNKNOWN;
        problem = null;
    }

    /** 0 before the first. */
    long rowNumber() {
        return rowNumber;
    }

    /** @param what without the place */
    void problem(String what) {
        if (problem == null) {
            problem = what;
        }
    }

    /** Sets a field from text, as in a CSV cell. */
    void set(Field field, @Nullable String value) {
        String given = value == null || value.isBlank() ? null : value;
        switch (field) {
            case ID -> id = stripped(given);
            case SKILLS -> skills = given;
            case TEXT -> text = given;
            case SOURCE -> source = stripped(given);
            case ROLE -> role = stripped(given);
            case REVIEWER -> reviewer = stripped(given);
            case NOTE -> note = stripped(given);
            case YEARS -> parse(field, given, () -> years = given == null ? null : Values.years(given.strip()));
            case COMPANIES -> companies = given == null ? List.of() : Values.companies(given);
            case SUBMITTED_AT ->
                parse(field, given, () -> submitted(given == null ? null : Values.time(given.strip())));
            case SELECTION ->
                parse(field, given, () -> selection = given == null ? Selection.UNKNOWN : Values.selection(given));
        }
    }

    private static @Nullable String stripped(@Nullable String given) {
        return given == null ? null : given.strip();
    }

    /** For skills or companies. */
    void set(Field field, List<String> values) {
        if (field == Field.COMPANIES) {
            companies = values;
        } else {
            set(field, String.join(", ", values));
        }
    }

    /** For years, or milliseconds since 1970 of the submission. */
    void set(Field field, double value) {
        parse(field, value, () -> {
            if (field == Field.YEARS) {
                years = Values.years(value);
            } else {
                submitted(Values.time(value));
            }
        });
    }

    private void submitted(@Nullable ClaimedTime claimed) {
        submittedAt = claimed != null && claimed.finding().isUsable() ? claimed.time() : null;
        if (claimed != null && claimed.finding().isUnusual()) {
            unusualTimes.merge(claimed.finding(), 1L, Long::sum);
        }
    }

    /** How many times of submission so far were in another unit than milliseconds, or cannot be and were left out. */
    Map<Finding, Long> unusualTimes() {
        return unusualTimes;
    }

    /** Whether no value contains half a surrogate pair. */
    boolean isWellFormed() {
        return Stream.concat(Stream.of(id, skills, text, source, role, reviewer, note), companies.stream())
                .filter(Objects::nonNull)
                .allMatch(StandardCharsets.UTF_8.newEncoder()::canEncode);
    }

    Row end() {
        if (problem == null && layout == Layout.ANSWERS) {
            if (id != null && role != null) {
                return new AnswerRow(rowNumber, line, id, role, reviewer, note, selection);
            }
            problem((id == null ? Field.ID : Field.ROLE).label() + " is missing");
        }
        if (problem != null) {
            String place = line > 0 ? "line " + line : "row " + rowNumber;
            return new BadRow(rowNumber, line, id, place + ": " + problem);
        }
        String resumeId = id == null ? contentId.of(skills, text) : id;
        return new ResumeRow(
                new ResumeRow.Place(rowNumber, line), resumeId, skills, text, years, companies, submittedAt, source);
    }

    private void parse(Field field, @Nullable Object value, Runnable setter) {
        try {
            setter.run();
        } catch (IllegalArgumentException e) {
            String shown = String.valueOf(value);
            String shortened = shown.length() > 40 ? shown.substring(0, 40) + "..." : shown;
            problem(field.label() + " is \"" + shortened + "\", expected " + e.getMessage());
        }
    }

    static List<String> withoutBlanks(String... values) {
        return Arrays.stream(values)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .toList();
    }
}

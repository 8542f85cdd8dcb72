package io.rolestream.files.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.files.columns.Field;
import io.rolestream.files.columns.InputColumns;
import io.rolestream.files.columns.Layout;
import io.rolestream.files.columns.Placeholders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the values of one row, and is reused for the next. Only the first problem of a row is reported. */
final class RowDraft {

    private final Layout layout;
    private final RowShapes shapes = new RowShapes(this);
    private final UnusualTimes unusualTimes = new UnusualTimes();
    private final Map<Field, Object> values = new EnumMap<>(Field.class);
    private final Map<String, JsonNode> kept = new LinkedHashMap<>();

    private long rowNumber;
    private long line;
    private @Nullable String problem;

    RowDraft(Layout layout) {
        this.layout = layout;
    }

    /** @param onLine from 1, or 0 if the format has no lines */
    void begin(long onLine) {
        rowNumber++;
        line = onLine;
        values.clear();
        kept.clear();
        problem = null;
    }

    /** 0 before the first. */
    long rowNumber() {
        return rowNumber;
    }

    long line() {
        return line;
    }

    /** @param what without the place */
    void problem(String what) {
        if (problem == null) {
            problem = what;
        }
    }

    /** Keeps a column as it stands in the input. */
    void keep(String column, JsonNode value) {
        kept.put(column, value);
    }

    InputColumns columns() {
        return kept.isEmpty() ? InputColumns.NONE : new InputColumns(kept);
    }

    /** Sets a field from text, as in a CSV cell. */
    void set(Field field, @Nullable String value) {
        values.remove(field);
        if (value == null || Placeholders.isMissing(value)) {
            return;
        }
        switch (field.kind()) {
            case PROSE -> values.put(field, value);
            case NAME, PLACE, ID -> values.put(field, value.strip());
            case LIST -> values.put(field, field == Field.COMPANIES ? Values.companies(value) : value);
            case TIME -> parse(field, value, () -> setTime(field, Values.time(value.strip())));
            case NUMBER ->
                parse(
                        field,
                        value,
                        () -> values.put(
                                field,
                                field == Field.YEARS
                                        ? (Object) Values.years(value.strip())
                                        : (Object) Values.whole(value.strip(), least(field))));
            case FLAG -> parse(field, value, () -> values.put(field, Values.isRemote(value)));
            case CHOICE -> parse(field, value, () -> values.put(field, choice(field, value)));
        }
    }

    private static Object choice(Field field, String value) {
        return switch (field) {
            case SELECTION -> Values.selection(value);
            case ACTION -> Values.action(value);
            case DIRECTION -> Values.direction(value);
            default -> throw new IllegalStateException(field + " is no choice");
        };
    }

    private static int least(Field field) {
        return field == Field.POSITION ? 1 : 0;
    }

    /** For lists of skills or companies. */
    void set(Field field, List<String> elements) {
        if (field == Field.COMPANIES) {
            values.put(field, elements);
        } else {
            set(field, String.join(", ", elements));
        }
    }

    /** For numbers, and times in milliseconds since 1970. */
    void set(Field field, double value) {
        values.remove(field);
        if (!Double.isFinite(value)) {
            return;
        }
        parse(field, value, () -> {
            if (field.kind() == Field.Kind.TIME) {
                setTime(field, Values.time(value));
            } else {
                values.put(
                        field,
                        field == Field.YEARS
                                ? (Object) Values.years(value)
                                : (Object) Values.whole(value, least(field)));
            }
        });
    }

    private void setTime(Field field, Instant claimed) {
        Instant checked = unusualTimes.checked(field, claimed);
        if (checked == null) {
            values.remove(field);
        } else {
            values.put(field, checked);
        }
    }

    UnusualTimes unusualTimes() {
        return unusualTimes;
    }

    /** The value of a field of this class; null if the row has none. */
    <T> @Nullable T value(Field field, Class<T> type) {
        return type.cast(values.get(field));
    }

    @Nullable
    String text(Field field) {
        return value(field, String.class);
    }

    @SuppressWarnings("unchecked") // the one field of this kind
    List<String> companies() {
        return (List<String>) values.getOrDefault(Field.COMPANIES, List.of());
    }

    /** The length of all texts of the row. */
    int chars() {
        return texts().mapToInt(String::length).sum();
    }

    /** Whether no value contains half a surrogate pair. */
    boolean isWellFormed() {
        return texts().allMatch(StandardCharsets.UTF_8.newEncoder()::canEncode);
    }

    private Stream<String> texts() {
        return Stream.concat(
                values.values().stream().filter(String.class::isInstance).map(String.class::cast),
                companies().stream());
    }

    Row end() {
        Row row = null;
        if (problem == null) {
            row = shapes.row(layout);
        }
        if (row == null) {
            String place = line > 0 ? "line " + line : "row " + rowNumber;
            return new BadRow(rowNumber, line, shapes.id(layout), place + ": " + problem, columns());
        }
        return row;
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
                .filter(value -> value != null && !Placeholders.isMissing(value))
                .map(String::strip)
                .toList();
    }
}

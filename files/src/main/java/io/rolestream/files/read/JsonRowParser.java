package io.rolestream.files.read;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.files.columns.ColumnMatcher;
import io.rolestream.files.columns.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON objects into rows, skipping fields that are not needed. */
final class JsonRowParser {

    /** Limits the memory that names take; further ones are matched each time. */
    private static final int MAX_KNOWN_NAMES = 1000;

    private static final int MAX_LIST_VALUES = 10_000;
    private static final int MAX_MESSAGE_CHARS = 160;

    private final JsonFactory json = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    /** Keeps numbers as they are written. */
    private final JsonMapper mapper = JsonMapper.builder(json)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ColumnMatcher matcher;
    private final Map<String, Optional<ColumnMatcher.Match>> known = new LinkedHashMap<>();
    private final Set<Field> seenFields = EnumSet.noneOf(Field.class);
    private final Map<Field, Integer> ranks = new EnumMap<>(Field.class);

    JsonRowParser(ColumnMatcher matcher) {
        this.matcher = matcher;
    }

    /** Of all rows so far. */
    Set<Field> seenFields() {
        return seenFields;
    }

    /** Of all rows so far, in the order of appearance. */
    Set<String> seenNames() {
        return known.keySet();
    }

    boolean hasSeenNeededFields() {
        return matcher.layout().lacking(seenFields) == null
                && seenFields.containsAll(matcher.explicit().keySet());
    }

    void parse(String text, boolean oneLine, RowDraft draft) {
        ranks.clear();
        try (JsonParser parser = json.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                draft.problem(first == null ? "nothing between two commas" : "not a JSON object but " + nameOf(first));
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readField(parser, draft);
            }
            if (text.contains("\\u") && !draft.isWellFormed()) {
                draft.problem("an escaped character is half a surrogate pair");
            }
            if (parser.nextToken() != null) {
                draft.problem("more than one JSON value on the line");
            }
        } catch (JacksonException e) {
            draft.problem("not valid JSON: " + describe(e, oneLine));
        } catch (IOException e) {
            throw new IllegalStateException("reading a string does no input or output", e);
        }
    }

    /**
     * Keeps all members of an object as they are, but NaN and infinities as null; nothing of what is no valid object.
     */
    void keep(String text, RowDraft draft) {
        try {
            if (mapper.readTree(text) instanceof ObjectNode object) {
                object.properties().forEach(member -> draft.keep(member.getKey(), finite(member.getValue())));
            }
        } catch (JacksonException e) {
            // The row is reported as a bad one.
        }
    }

    /** The value with null for each number that JSON does not have. */
    private static JsonNode finite(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(finite(member.getValue())));
        } else if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, finite(list.get(i)));
            }
        }
        return value.isDouble() && !Double.isFinite(value.doubleValue()) ? NullNode.getInstance() : value;
    }

    private void readField(JsonParser parser, RowDraft draft) throws IOException {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        ColumnMatcher.Match match = matchOf(name);
        if (match == null) {
            parser.skipChildren();
            return;
        }
        seenFields.add(match.field());
        if (match.rank() > ranks.getOrDefault(match.field(), Integer.MAX_VALUE)) {
            parser.skipChildren();
            return;
        }
        ranks.put(match.field(), match.rank());
        readValue(parser, value, match.field(), name, draft);
    }

    private ColumnMatcher.@Nullable Match matchOf(String name) {
        Optional<ColumnMatcher.Match> match = known.get(name);
        if (match == null) {
            match = Optional.ofNullable(matcher.match(name));
            if (known.size() < MAX_KNOWN_NAMES) {
                known.put(name, match);
            }
        }
        return match.orElse(null);
    }

    private static void readValue(JsonParser parser, JsonToken value, Field field, String name, RowDraft draft)
            throws IOException {
        Field.Kind kind = field.kind();
        boolean asText = kind == Field.Kind.ID || kind == Field.Kind.FLAG;
        if (value == JsonToken.VALUE_NULL || isNotANumber(parser, value)) {
            draft.set(field, (String) null);
        } else if (value == JsonToken.VALUE_STRING
                || (asText && value.isNumeric())
                || (kind == Field.Kind.FLAG && value.isBoolean())) {
            draft.set(field, parser.getText());
        } else if (kind.isNumeric() && value.isNumeric()) {
            draft.set(field, parser.getDoubleValue());
        } else if (kind == Field.Kind.LIST && value == JsonToken.START_ARRAY) {
            readList(parser, field, name, draft);
        } else if (kind == Field.Kind.PLACE && value.isStructStart()) {
            draft.set(field, texts(parser));
        } else {
            String expected = switch (kind) {
                case LIST -> "a string or a list of strings";
                case NUMBER, TIME, ID -> "a string or a number";
                case FLAG -> "true, false or a string";
                case PROSE, NAME, PLACE, CHOICE -> "a string";
            };
            draft.problem("\"" + name + "\" is " + nameOf(value) + ", expected " + expected);
            parser.skipChildren();
        }
    }

    private static boolean isNotANumber(JsonParser parser, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN();
    }

    private static void readList(JsonParser parser, Field field, String name, RowDraft draft) throws IOException {
        List<String> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (values.size() == MAX_LIST_VALUES) {
                draft.problem("\"" + name + "\" holds more than " + MAX_LIST_VALUES + " values");
            } else if (token == JsonToken.VALUE_STRING) {
                values.add(parser.getText());
            } else if (token != JsonToken.VALUE_NULL && !isNotANumber(parser, token)) {
                draft.problem("\"" + name + "\" holds " + nameOf(token) + ", expected strings");
                parser.skipChildren();
            }
        }
        draft.set(field, RowDraft.withoutBlanks(values.toArray(new String[0])));
    }

    /** The texts within an object or a list, but for those that name its type. */
    private static List<String> texts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            String name = parser.currentName();
            boolean isType = name != null && name.startsWith("@");
            if (token == JsonToken.VALUE_STRING && !isType && texts.size() < MAX_LIST_VALUES) {
                texts.add(parser.getText());
            }
        } while (depth > 0 && parser.nextToken() != null);
        return RowDraft.withoutBlanks(texts.toArray(new String[0]));
    }

    private static String nameOf(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> token.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String describe(JacksonException problem, boolean oneLine) {
        String message = problem.getOriginalMessage().replaceAll("\\s+", " ");
        if (problem instanceof JsonEOFException) {
            message = "unexpected end of input";
        } else if (message.length() > MAX_MESSAGE_CHARS) {
            message = message.substring(0, MAX_MESSAGE_CHARS) + "...";
        }
        boolean placed = oneLine && problem.getLocation() != null;
        return placed ? message + " at column " + problem.getLocation().getColumnNr() : message;
    }
}

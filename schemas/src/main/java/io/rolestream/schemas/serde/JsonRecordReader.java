package io.rolestream.schemas.serde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records from plain JSON, as {@link AvroJson} writes it and people do: one object in UTF-8 whose members are
 * named like the schema's fields. Unknown members are skipped; for a member that is missing or null, the field's
 * default applies. Times are ISO 8601 or milliseconds since 1970.
 *
 * <p>What is ambiguous is refused: a member given twice, a value of another type, half of a surrogate pair, anything
 * after the object. Nesting and numbers are bounded, and parsing takes memory in proportion to the value. Thread-safe.
 *
 * @param <T> the generated record
 */
final class JsonRecordReader<T extends SpecificRecord> {
    static {
        GeneratedRecords.trust();
    }

    private static final int MAX_NESTING = 64;
    private static final int MAX_DIGITS = 400;
    /** Every whole number up to this is a double. */
    private static final double MAX_EXACT = 1L << 53;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // others choose the names
            .build();

    private final SpecificData model;
    private final Schema schema;
    private final Class<T> type;

    JsonRecordReader(Class<T> type) {
        this.type = type;
        this.model = SpecificData.getForClass(type);
        this.schema = model.getSchema(type);
    }

    /** Whether bytes begin like JSON that holds something: after white space, with an object, an array or a text. */
    static boolean isJson(byte[] data) {
        int at = afterByteOrderMark(data, 0);
        while (at < data.length && (data[at] == ' ' || data[at] == '\n' || data[at] == '\r' || data[at] == '\t')) {
            at++;
        }
        return at < data.length && (data[at] == '{' || data[at] == '[' || data[at] == '"');
    }

    private static int afterByteOrderMark(byte[] data, int start) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (start + i >= data.length || data[start + i] != BYTE_ORDER_MARK[i]) {
                return start;
            }
        }
        return start + BYTE_ORDER_MARK.length;
    }

    /**
     * The record in these bytes.
     *
     * @param start where the JSON begins
     * @throws NotJsonException if they are not such a record
     */
    T read(String topic, byte[] data, int start) {
        try (JsonParser parser = FACTORY.createParser(text(data, start))) {
            parser.nextToken();
            T record = type.cast(record(parser, schema));
            if (parser.nextToken() != null) {
                throw refused(parser, "more follows after the object");
            }
            return record;
        } catch (JsonProcessingException e) {
            throw notJson(topic, data, place(e.getLocation()) + reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        } catch (Refusal e) {
            throw notJson(topic, data, String.valueOf(e.getMessage()));
        }
    }

    private NotJsonException notJson(String topic, byte[] data, String reason) {
        return new NotJsonException("A value of topic %s (%d bytes) is not a %s in JSON: %s"
                .formatted(topic, data.length, schema.getName(), reason));
    }

    private static String text(byte[] data, int start) {
        int from = afterByteOrderMark(data, start);
        ByteBuffer in = ByteBuffer.wrap(data, from, data.length - from);
        CharBuffer out = CharBuffer.allocate(in.remaining());
        if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
            throw new Refusal("it is not UTF-8 at byte " + in.position());
        }
        return out.flip().toString();
    }

    private IndexedRecord record(JsonParser parser, Schema schema) throws IOException {
        require(parser, JsonToken.START_OBJECT, "an object");
        IndexedRecord record = (IndexedRecord) model.newRecord(null, schema);
        List<Schema.Field> fields = schema.getFields();
        boolean[] given = new boolean[fields.size()];
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Schema.Field field = schema.getField(parser.currentName());
            JsonToken value = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                record.put(field.pos(), value(parser, field.schema()));
                given[field.pos()] = true;
            }
        }
        for (Schema.Field field : fields) {
            if (!given[field.pos()]) {
                if (!field.hasDefaultValue()) {
                    throw refused(parser, "there is no " + field.name());
                }
                record.put(field.pos(), model.deepCopy(field.schema(), model.getDefaultValue(field)));
            }
        }
        return record;
    }

    private Object value(JsonParser parser, Schema schema) throws IOException {
        return switch (schema.getType()) {
            case UNION -> value(parser, present(schema));
            case STRING -> string(parser);
            case ENUM -> symbol(parser, schema);
            case INT -> Math.toIntExact(whole(parser, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? time(parser)
                        : (Object) whole(parser, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> (float) number(parser, Float.MAX_VALUE);
            case DOUBLE -> number(parser, Double.MAX_VALUE);
            case BOOLEAN -> flag(parser);
            case ARRAY -> array(parser, schema.getElementType());
            case MAP -> map(parser, schema.getValueType());
            case RECORD -> record(parser, schema);
            default -> throw new IllegalStateException("No event has a field of type " + schema.getType());
        };
    }

    /** The one type of a union that is not null. */
    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static String string(JsonParser parser) throws IOException {
        require(parser, JsonToken.VALUE_STRING, "text");
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw refused(parser, "it has half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private Object symbol(JsonParser parser, Schema schema) throws IOException {
        String symbol = string(parser);
        if (schema.hasEnumSymbol(symbol)) {
            return model.createEnum(symbol, schema);
        }
        if (schema.getEnumDefault() == null) {
            throw refused(parser, "it is none of " + schema.getEnumSymbols());
        }
        return model.createEnum(schema.getEnumDefault(), schema);
    }

    private static boolean flag(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_TRUE && parser.currentToken() != JsonToken.VALUE_FALSE) {
            throw another(parser, "true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static long whole(JsonParser parser, long least, long most) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && (parser.getNumberType() == JsonParser.NumberType.INT
                        || parser.getNumberType() == JsonParser.NumberType.LONG)) {
            long number = parser.getLongValue();
            if (number >= least && number <= most) {
                return number;
            }
        } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            double number = parser.getDoubleValue();
            if (number == Math.rint(number) && Math.abs(number) <= MAX_EXACT && number >= least && number <= most) {
                return (long) number;
            }
        }
        throw another(parser, "a whole number from %d to %d".formatted(least, most));
    }

    private static double number(JsonParser parser, double most) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                || parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            double number = parser.getDoubleValue();
            if (Math.abs(number) <= most) {
                return number;
            }
        }
        // JSON has no name for these.
        return switch (parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "") {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw another(parser, "a number");
        };
    }

    private static Object time(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return JsonTimes.parse(parser.getText())
                    .orElseThrow(() -> another(parser, "a time such as 2026-03-04T12:00:00Z"));
        }
        return Instant.ofEpochMilli(whole(parser, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private List<Object> array(JsonParser parser, Schema items) throws IOException {
        require(parser, JsonToken.START_ARRAY, "an array");
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, items));
        }
        return array;
    }

    private Map<String, Object> map(JsonParser parser, Schema values) throws IOException {
        require(parser, JsonToken.START_OBJECT, "an object");
        Map<String, Object> map = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            map.put(key, value(parser, values));
        }
        return map;
    }

    private static void require(JsonParser parser, JsonToken token, String expected) {
        if (parser.currentToken() != token) {
            throw another(parser, expected);
        }
    }

    private static Refusal another(JsonParser parser, String expected) {
        JsonToken token = parser.currentToken();
        String found = token == null
                ? "nothing"
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "text";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                    case VALUE_TRUE, VALUE_FALSE -> "true or false";
                    default -> "null";
                };
        return refused(parser, found.equals(expected) ? "it is out of range" : found + " instead of " + expected);
    }

    /** @param problem what is wrong at the current token; quotes no value */
    private static Refusal refused(JsonParser parser, String problem) {
        String member = parser.getParsingContext().pathAsPointer().toString();
        return new Refusal(place(parser.currentTokenLocation()) + (member.isEmpty() ? "" : member + ": ") + problem);
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : "line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr());
    }

    /** Jackson's own messages quote the text, which is personal. */
    private static String reason(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "it ends within the object";
        }
        String message = String.valueOf(e.getOriginalMessage());
        return e instanceof StreamConstraintsException || message.startsWith("Duplicate field")
                ? message
                : "it is not valid JSON";
    }

    /** Ends the reading; becomes a {@link NotJsonException} with the topic. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }
}

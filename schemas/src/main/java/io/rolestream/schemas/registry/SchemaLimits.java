package io.rolestream.schemas.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The limits of a schema that others wrote, checked before anything is built from it.
 *
 * <p>Whoever can produce a record chooses its schema, and a few hundred bytes of schema can describe a value nested
 * deeply enough to overflow the stack, or one of 2^40 records that takes no bytes. So the schema's text is bounded
 * before it is parsed, and its types are counted the way a decoder would visit them: a type that is named twice counts
 * twice, and one that contains itself never ends.
 *
 * <p>Every value takes at least one byte, except a null in a union, whose index takes one. Decoding therefore takes at
 * most {@value #MAX_DEPTH} steps for each byte of the record.
 */
public final class SchemaLimits {
    static final int MAX_CHARS = 1 << 16;
    static final int MAX_DEPTH = 20;
    static final int MAX_TYPES = 2_000;

    /**
     * A record within a record is four levels of JSON: the type, its list of fields, the field, and the field's type.
     */
    private static final int MAX_JSON_DEPTH = 4 * MAX_DEPTH;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_JSON_DEPTH)
                    .build())
            .build());

    private int types;

    private SchemaLimits() {}

    /**
     * Checks a schema's text.
     *
     * @throws SchemaParseException if it is too long, nested too deeply, or not JSON
     */
    static void checkText(String json) {
        if (json.length() > MAX_CHARS) {
            throw new SchemaParseException(
                    "the schema has %d characters, more than %d".formatted(json.length(), MAX_CHARS));
        }
        try {
            JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new SchemaParseException("the schema cannot be parsed: " + e.getOriginalMessage());
        }
    }

    /**
     * Checks a schema.
     *
     * @throws SchemaParseException if its values could be too deep, have too many parts, or take no bytes
     */
    public static void check(Schema schema) {
        new SchemaLimits().visit(schema, 1);
    }

    private void visit(Schema schema, int depth) {
        if (depth > MAX_DEPTH) {
            throw new SchemaParseException(
                    "the schema nests types more than %d deep, or contains itself".formatted(MAX_DEPTH));
        }
        if (++types > MAX_TYPES) {
            throw new SchemaParseException("the schema has more than %d types".formatted(MAX_TYPES));
        }
        switch (schema.getType()) {
            case RECORD -> {
                require(!schema.getFields().isEmpty(), "a record without fields", schema);
                schema.getFields().forEach(field -> visit(field.schema(), depth + 1));
            }
            case UNION ->
                schema.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .forEach(branch -> visit(branch, depth + 1));
            case ARRAY -> visit(schema.getElementType(), depth + 1);
            case MAP -> visit(schema.getValueType(), depth + 1);
            case FIXED -> require(schema.getFixedSize() > 0, "a fixed of no bytes", schema);
            case NULL -> require(false, "a null outside a union", schema);
            default -> {} // takes a byte or more
        }
    }

    private static void require(boolean met, String found, Schema schema) {
        if (!met) {
            throw new SchemaParseException(
                    "the schema has %s (%s), whose values take no bytes".formatted(found, schema.getFullName()));
        }
    }
}

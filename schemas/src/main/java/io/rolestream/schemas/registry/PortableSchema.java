package io.rolestream.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/**
 * A schema without {@code avro.java.string}, which the Java code generator adds to every string. This form is
 * registered, so that it equals the {@code .avsc} file.
 */
public final class PortableSchema {
    private static final String JAVA_STRING = "avro.java.string";
    private static final ObjectMapper JSON = new ObjectMapper();

    private PortableSchema() {}

    /** The same schema, self-contained, without Java's own properties. */
    public static Schema of(Schema schema) {
        try {
            return parse(JSON.writeValueAsString(strip(JSON.readTree(schema.toString()))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro printed a schema that is not JSON: " + schema, e);
        }
    }

    /**
     * Parses a schema from one text.
     *
     * @throws org.apache.avro.SchemaParseException if it is not a schema, exceeds {@link SchemaLimits}, or a default
     *     does not fit its field
     */
    public static Schema parse(String json) {
        SchemaLimits.checkText(json);
        // Avro follows defaults through all types, so the types are counted first.
        SchemaLimits.check(new Schema.Parser().setValidateDefaults(false).parse(json));
        return new Schema.Parser().parse(json);
    }

    private static JsonNode strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.remove(JAVA_STRING) != null && object.size() == 1 && object.has("type")) {
                return object.get("type");
            }
            object.fieldNames().forEachRemaining(name -> object.set(name, strip(object.get(name))));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, strip(array.get(i)));
            }
        }
        return node;
    }
}

package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.StringJoiner;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schemas that would stop whoever builds a reader from them, or decodes their records. */
@Timeout(20)
public class SchemaLimitsTest {
    /** A resume with an extra field, which a reader must skip. */
    public static String resumeWith(String type) {
        return """
                {"type": "record", "name": "Resume", "namespace": "io.rolestream.events", "fields": [
                  {"name": "resumeId", "type": "string"},
                  {"name": "skills", "type": ["null", "string"]},
                  {"name": "extra", "type": %s}]}""".formatted(type);
    }

    /** Arrays of arrays. */
    public static String nested(int depth) {
        return "{\"type\": \"array\", \"items\": ".repeat(depth) + "\"int\"" + "}".repeat(depth);
    }

    /**
     * A record of types that each have the previous one twice: 2^{@code levels} of the innermost, in JSON that is not
     * deep.
     */
    public static String doubling(int levels, String innermost, boolean defaults) {
        StringJoiner fields = new StringJoiner(", ", "{\"type\": \"record\", \"name\": \"Bomb\", \"fields\": [", "]}");
        fields.add(field("f", innermost, false));
        for (int i = 1; i <= levels; i++) {
            String type = "{\"type\": \"record\", \"name\": \"R%d\", \"fields\": [%s, %s]}"
                    .formatted(
                            i,
                            field("a", "\"R" + (i - 1) + "\"", defaults),
                            field("b", "\"R" + (i - 1) + "\"", defaults));
            fields.add(field("f" + i, type, false));
        }
        return fields.toString();
    }

    private static String field(String name, String type, boolean defaults) {
        return "{\"name\": \"%s\", \"type\": %s%s}".formatted(name, type, defaults ? ", \"default\": {}" : "");
    }

    public static final String EMPTY = "{\"type\": \"record\", \"name\": \"R0\", \"fields\": []}";

    private static final String ONE_INT =
            "{\"type\": \"record\", \"name\": \"R0\", \"fields\": [{\"name\": \"i\", \"type\": \"int\", \"default\": 0}]}";

    @Test
    void shouldRefuseTypesNestedDeeply() {
        refused(resumeWith(nested(SchemaLimits.MAX_DEPTH)), "deep");
        refused(resumeWith(nested(1_500)), "nesting depth");
        assertThat(PortableSchema.parse(resumeWith(nested(5)))).isNotNull();
    }

    @Test
    void shouldRefuseTypesThatAreDeepOnlyThroughTheirNames() {
        StringJoiner fields = new StringJoiner(", ", "{\"type\": \"record\", \"name\": \"Chain\", \"fields\": [", "]}");
        fields.add(field("f", ONE_INT, false));
        for (int i = 1; i <= 500; i++) {
            String previous = field("a", "\"R" + (i - 1) + "\"", false);
            fields.add(field(
                    "f" + i,
                    "{\"type\": \"record\", \"name\": \"R" + i + "\", \"fields\": [" + previous + "]}",
                    false));
        }
        refused(resumeWith(fields.toString()), "deep");
    }

    @Test
    void shouldRefuseTypesThatContainThemselves() {
        refused(resumeWith("""
                {"type": "record", "name": "Node", "fields": [
                  {"name": "value", "type": "int"}, {"name": "next", "type": ["null", "Node"]}]}"""), "contains itself");
    }

    @Test
    void shouldRefuseRecordsThatTakeNoBytes() {
        refused(resumeWith(doubling(40, EMPTY, false)), "record without fields");
        refused(resumeWith("{\"type\": \"array\", \"items\": \"null\"}"), "null outside a union");
        refused(resumeWith("\"null\""), "null outside a union");
        refused(resumeWith("{\"type\": \"map\", \"values\": " + EMPTY + "}"), "record without fields");
        refused(resumeWith("{\"type\": \"fixed\", \"name\": \"Nothing\", \"size\": 0}"), "fixed of no bytes");
    }

    @Test
    void shouldRefuseMoreTypesThanAnyoneNeeds() {
        refused(resumeWith(doubling(14, ONE_INT, false)), "types");
        assertThat(PortableSchema.parse(resumeWith(doubling(5, ONE_INT, false))))
                .isNotNull();
    }

    @Test
    void shouldCountTypesBeforeFollowingTheirDefaults() {
        refused(resumeWith(doubling(18, ONE_INT, true)), "types");
        refused(resumeWith(doubling(200, ONE_INT, true)), "the schema");
    }

    @Test
    void shouldRefuseALongText() {
        refused(
                resumeWith("{\"type\": \"int\", \"doc\": \"" + "x".repeat(SchemaLimits.MAX_CHARS) + "\"}"),
                "characters");
    }

    @Test
    void shouldRefuseWhatIsNotJson() {
        refused("resume {", "parsed");
    }

    @Test
    void shouldCheckSchemasThatWereNotParsedHere() {
        Schema parsed = new Schema.Parser().parse(resumeWith(doubling(40, EMPTY, false)));
        assertThatThrownBy(() -> SchemaLimits.check(parsed)).isInstanceOf(SchemaParseException.class);
    }

    private static void refused(String schema, String message) {
        assertThatThrownBy(() -> PortableSchema.parse(schema))
                .isInstanceOf(SchemaParseException.class)
                .hasMessageContaining(message);
    }
}

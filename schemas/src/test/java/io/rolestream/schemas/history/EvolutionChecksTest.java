package io.rolestream.schemas.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.schemas.registry.Compatibility;
import io.rolestream.schemas.registry.PortableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of {@link SchemaEvolutionTest}, shown to fail on planted faults. */
class EvolutionChecksTest {
    private static final Schema ONE =
            record("{\"name\": \"a\", \"type\": \"string\", \"default\": \"\", \"doc\": \"A.\"}");
    private static final Schema ONE_AND_A_DEFAULT =
            record("{\"name\": \"a\", \"type\": \"string\", \"default\": \"\", \"doc\": \"A.\"}, "
                    + "{\"name\": \"b\", \"type\": \"int\", \"default\": 0, \"doc\": \"B.\"}");
    private static final Schema OTHER_TYPE =
            record("{\"name\": \"a\", \"type\": \"int\", \"default\": 0, \"doc\": \"A.\"}");
    private static final Schema NO_DEFAULT = record("{\"name\": \"b\", \"type\": \"int\"}");

    private static Schema record(String fields) {
        return PortableSchema.parse(
                "{\"type\": \"record\", \"name\": \"T\", \"doc\": \"T.\", \"fields\": [" + fields + "]}");
    }

    @Test
    void shouldAcceptANewFieldWithADefault() {
        assertThat(Compatibility.problemsWithAll(ONE_AND_A_DEFAULT, List.of(ONE)))
                .isEmpty();
    }

    @Test
    void shouldRefuseANewFieldWithoutADefault() {
        assertThat(Compatibility.problemsWithAll(NO_DEFAULT, List.of(ONE)))
                .singleElement()
                .asString()
                .startsWith("version 1: ")
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void shouldRefuseAChangeThatOnlyAnOlderVersionCannotBear() {
        assertThat(Compatibility.problemsWithAll(OTHER_TYPE, List.of(ONE, OTHER_TYPE)))
                .singleElement()
                .asString()
                .startsWith("version 1: ")
                .contains("/fields/0/type");
    }

    @Test
    void shouldNoticeAMissingDefaultAndAMissingDoc() {
        assertThat(SchemaRules.problems(NO_DEFAULT)).containsExactly("T.b has no doc", "T.b has no default");
    }

    @Test
    void shouldNumberNewVersionsFromOne(@TempDir Path root) throws IOException {
        var history = new SchemaHistory(root);
        history.add(ONE);
        history.add(ONE_AND_A_DEFAULT);
        assertThat(root.resolve("T/2.avsc")).exists();
        assertThat(history.versions("T")).containsExactly(ONE, ONE_AND_A_DEFAULT);
    }
}

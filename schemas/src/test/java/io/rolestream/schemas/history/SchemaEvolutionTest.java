package io.rolestream.schemas.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.schemas.Records;
import io.rolestream.schemas.registry.Compatibility;
import io.rolestream.schemas.registry.PortableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds each schema against every version ever released. With {@code -Dschema.history.add=true} it adds the present
 * schemas to the history first, where they differ from its newest.
 */
class SchemaEvolutionTest {
    private static final String ADD = "schema.history.add";
    private static final SchemaHistory HISTORY = new SchemaHistory(Path.of("src/test/resources/schema-history"));

    static List<Schema> schemas() throws IOException {
        var schemas = Records.TYPES.stream()
                .map(type -> PortableSchema.of(SpecificData.get().getSchema(type)))
                .toList();
        if (Boolean.getBoolean(ADD)) {
            for (Schema schema : schemas) {
                var versions = HISTORY.versions(schema.getName());
                if (versions.isEmpty() || !same(schema, versions.get(versions.size() - 1))) {
                    HISTORY.add(schema);
                }
            }
        }
        return schemas;
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void shouldReadWhatEveryEarlierVersionWrote(Schema schema) throws IOException {
        assertThat(Compatibility.problemsWithAll(schema, HISTORY.versions(schema.getName())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void shouldHaveADefaultAndADocForEveryField(Schema schema) {
        assertThat(SchemaRules.problems(schema)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void shouldBeTheNewestInItsHistory(Schema schema) throws IOException {
        var versions = HISTORY.versions(schema.getName());
        assertThat(versions)
                .as("%s has no history: run `mvn -pl schemas test -Dtest=SchemaEvolutionTest -D%s=true`", schema, ADD)
                .isNotEmpty();
        assertThat(same(schema, versions.get(versions.size() - 1)))
                .as(
                        "%s differs from version %d of its history. If the change is meant, run "
                                + "`mvn -pl schemas test -Dtest=SchemaEvolutionTest -D%s=true` and commit the new file",
                        schema.getName(), versions.size(), ADD)
                .isTrue();
    }

    private static boolean same(Schema present, Schema released) {
        return present.toString().equals(released.toString());
    }
}

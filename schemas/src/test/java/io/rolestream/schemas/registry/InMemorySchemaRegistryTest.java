package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest {
    private static final Schema ONE =
            SchemaBuilder.record("T").fields().optionalString("a").endRecord();
    private static final Schema TWO = SchemaBuilder.record("T")
            .fields()
            .optionalString("a")
            .optionalLong("b")
            .endRecord();
    private static final Schema UNRELATED =
            SchemaBuilder.record("T").fields().requiredInt("a").endRecord();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void shouldGiveAnEqualSchemaTheSameIdUnderAllSubjects() {
        assertThat(registry.register("a-value", ONE)).isEqualTo(1);
        assertThat(registry.register("a-value", ONE)).isEqualTo(1);
        assertThat(registry.register("b-value", ONE)).isEqualTo(1);
        assertThat(registry.register("a-value", TWO)).isEqualTo(2);
    }

    @Test
    void shouldNumberASubjectsVersions() {
        registry.register("a-value", ONE);
        registry.register("a-value", TWO);
        registry.register("b-value", TWO);
        assertThat(registry.versions("a-value"))
                .extracting(RegisteredSchema::version)
                .containsExactly(1, 2);
        assertThat(registry.versions("b-value"))
                .extracting(RegisteredSchema::version)
                .containsExactly(1);
        assertThat(registry.subjects()).containsExactly("a-value", "b-value");
    }

    @Test
    void shouldRefuseASchemaThatCannotReadEarlierOnes() {
        registry.register("a-value", ONE);
        assertThatThrownBy(() -> registry.register("a-value", UNRELATED))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE))
                .hasMessageContaining("a-value")
                .hasMessageContaining("BACKWARD_TRANSITIVE");
        assertThat(registry.versions("a-value")).hasSize(1);
    }

    @Test
    void shouldRefuseUnknownIds() {
        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessageContaining("7");
    }
}

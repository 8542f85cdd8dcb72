package io.rolestream.models.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable.Effect;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnnouncementSealTest {
    static {
        GeneratedRecords.trust();
    }

    private static final VersionKey V1 = Versions.key("v1");

    private final KeyPair keys = pair();
    private final VersionTable table = new VersionTable(keys.getPublic());
    private long offset;

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Schema.Field> fields() {
        return ModelVersion.getClassSchema().getFields().stream()
                .filter(field -> !field.name().equals("announcementSignature"));
    }

    /** A field that the signature does not cover could be changed by anyone who may write to the topic. */
    @ParameterizedTest
    @MethodSource("fields")
    void shouldCoverEveryField(Schema.Field field) {
        ModelVersion sealed = seal("v1", ModelStage.CHALLENGER, 1);
        assertThat(AnnouncementSeal.isSealed(sealed, keys.getPublic())).isTrue();
        ModelVersion changed = ModelVersion.newBuilder(sealed).build();
        changed.put(field.pos(), other(field.schema(), changed.get(field.pos())));
        assertThat(AnnouncementSeal.isSealed(changed, keys.getPublic())).isFalse();
    }

    private static Object other(Schema schema, @Nullable Object value) {
        return switch (schema.getType()) {
            case STRING -> value + "x";
            case LONG ->
                schema.getLogicalType() == null
                        ? (Object) (1 + (Long) Objects.requireNonNull(value))
                        : Instant.ofEpochMilli(7);
            case BOOLEAN -> !Boolean.TRUE.equals(value);
            case ENUM -> ModelStage.CHAMPION;
            case UNION -> other(schema.getTypes().get(1), value == null ? "" : value);
            case MAP ->
                schema.getValueType().getType() == Schema.Type.LONG
                        ? (Object) Map.of("t-0", 9L)
                        : Map.of("gold.macro-f1", 0.6);
            case ARRAY ->
                schema.getElementType().getType() == Schema.Type.STRING
                        ? (Object) List.of("other")
                        : List.of(new ModelFile("model.safetensors", 8L, "5e".repeat(32)));
            default -> throw new IllegalStateException("extend this test for " + schema);
        };
    }

    @Test
    void shouldIgnoreWhatIsSentAgain() {
        ModelVersion first = seal("v1", ModelStage.CHAMPION, 1);
        ModelVersion second = seal("v2", ModelStage.CHAMPION, 2);
        ModelVersion retired = seal("v1", ModelStage.RETIRED, 3);
        for (ModelVersion version : List.of(first, second, retired)) {
            assertThat(apply(version)).isEqualTo(Effect.CHANGED);
        }
        assertThat(apply(first)).isEqualTo(Effect.OUTDATED);
        assertThat(apply(retired)).isEqualTo(Effect.OUTDATED);
        assertThat(Versions.stages(table)).containsExactly("v1 RETIRED", "v2 CHAMPION");
    }

    @Test
    void shouldIgnoreStrangers() {
        assertThat(apply(Versions.version("v1", ModelStage.CHAMPION))).isEqualTo(Effect.UNSIGNED);
        assertThat(apply(AnnouncementSeal.seal(Versions.version("v1", ModelStage.CHAMPION), 1, pair().getPrivate())))
                .isEqualTo(Effect.UNSIGNED);
        assertThat(table.names()).isEmpty();
    }

    @Test
    void shouldBelieveSignedRemovalsAlone() {
        apply(seal("v1", ModelStage.CHAMPION, 1));
        assertThat(table.apply("roberta/v1", null, new RecordHeaders(), offset++))
                .isEqualTo(Effect.UNSIGNED);
        var ofAnother = AnnouncementSeal.removal(Versions.key("v2"), 2, keys.getPrivate());
        assertThat(table.apply("roberta/v1", null, ofAnother, offset++)).isEqualTo(Effect.UNSIGNED);
        var removal = AnnouncementSeal.removal(V1, 2, keys.getPrivate());
        assertThat(table.apply("roberta/v1", null, removal, offset++)).isEqualTo(Effect.CHANGED);
        apply(seal("v1", ModelStage.CHAMPION, 3));
        assertThat(table.apply("roberta/v1", null, removal, offset++)).isEqualTo(Effect.OUTDATED);
        assertThat(Versions.stages(table)).containsExactly("v1 CHAMPION");
    }

    private ModelVersion seal(String version, ModelStage stage, long sequence) {
        return AnnouncementSeal.seal(Versions.version(version, stage), sequence, keys.getPrivate());
    }

    private Effect apply(ModelVersion version) {
        return table.apply(VersionKey.of(version).toString(), version, offset++);
    }
}

package io.rolestream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.PortableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class ResolutionTest {
    private static final Schema OTHER_VERSION = PortableSchema.parse("""
            {"type": "record", "name": "RoleCorrection", "namespace": "io.rolestream.events", "fields": [
              {"name": "mood", "type": "string"},
              {"name": "moods", "type": {"type": "array", "items": "string"}},
              {"name": "role", "type": "string"},
              {"name": "resumeId", "type": "string"}
            ]}
            """);

    @Test
    void shouldSkipFieldsItDoesNotKnowAndFillInThoseThatAreMissing() throws IOException {
        var registry = new InMemorySchemaRegistry();
        int id = registry.register("role-corrections-value", OTHER_VERSION);
        var written = new GenericRecordBuilder(OTHER_VERSION)
                .set("mood", "sunny")
                .set("moods", List.of("one", "two"))
                .set("role", "Other")
                .set("resumeId", "r-1")
                .build();
        var out = new ByteArrayOutputStream();
        out.write(new byte[] {0, 0, 0, 0, (byte) id});
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(OTHER_VERSION).write(written, encoder);
        encoder.flush();

        var read = new AvroDeserializer<>(RoleCorrection.class, registry)
                .deserialize("role-corrections", out.toByteArray());

        assertThat(read)
                .isEqualTo(new RoleCorrection("r-1", null, "Other", "", null, Instant.EPOCH, Selection.UNKNOWN));
    }
}

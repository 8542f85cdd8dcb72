package io.rolestream.stream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.PortableSchema;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.state.AwaitingVote;
import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** State and labels of earlier versions. */
class EarlierStateTest {
    private static final String TOPIC = "changelog";

    @Test
    void shouldReadLabelsAndStateWithoutObservedVotes() throws IOException {
        Schema label = schema("LabelledRole", 1);
        LabelledRole read = read(
                LabelledRole.class,
                new GenericRecordBuilder(label)
                        .set("role", "Other")
                        .set("revision", 3)
                        .build());
        assertThat(read.getRevision()).isEqualTo(3);
        assertThat(read.getObservedVotes()).isEmpty();
        assertThat(read.getRepeatsDecision()).isFalse();

        CurrentLabel current = read(
                CurrentLabel.class,
                new GenericRecordBuilder(schema("CurrentLabel", 2))
                        .set("role", "Other")
                        .build());
        assertThat(current.getObservedLabel()).isNull();
        assertThat(Content.of("r", current).observed()).isEmpty();

        Schema pending = schema("PendingResume", 2);
        Schema awaiting = pending.getField("awaiting").schema().getTypes().get(1);
        AwaitingVote waits = read(
                        PendingResume.class,
                        new GenericRecordBuilder(pending)
                                .set(
                                        "awaiting",
                                        new GenericRecordBuilder(awaiting)
                                                .set("contentHash", "h")
                                                .build())
                                .build())
                .getAwaiting();
        assertThat(waits.getObservedVotes()).isEmpty();
    }

    @Test
    void shouldTakeTheNewestRecordForTheOriginalWhereNoneIsKept() throws IOException {
        CurrentLabel current = read(
                CurrentLabel.class,
                new GenericRecordBuilder(schema("CurrentLabel", 4))
                        .set("role", "Other")
                        .set("resumeOffset", 7L)
                        .build());
        assertThat(Content.originalOffset(current)).isEqualTo(7);

        Schema pending = schema("PendingResume", 4);
        AwaitingVote waits = read(
                        PendingResume.class,
                        new GenericRecordBuilder(pending)
                                .set(
                                        "awaiting",
                                        new GenericRecordBuilder(pending.getField("awaiting")
                                                        .schema()
                                                        .getTypes()
                                                        .get(1))
                                                .set("resumeOffset", 8L)
                                                .build())
                                .build())
                .getAwaiting();
        assertThat(Content.originalOffset(waits)).isEqualTo(8);
    }

    private static Schema schema(String record, int version) throws IOException {
        String file = "/schema-history/%s/%d.avsc".formatted(record, version);
        try (InputStream in = EarlierStateTest.class.getResourceAsStream(file)) {
            return PortableSchema.parse(
                    new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static <T extends SpecificRecord> T read(Class<T> type, GenericRecord written) throws IOException {
        var registry = new InMemorySchemaRegistry();
        var bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(Integer.BYTES)
                .putInt(registry.register(TOPIC + "-value", written.getSchema()))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(written.getSchema()).write(written, encoder);
        encoder.flush();
        return new AvroSerde<>(type, registry).deserializer().deserialize(TOPIC, bytes.toByteArray());
    }
}

package io.rolestream.schemas.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Resume;
import io.rolestream.schemas.Records;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.RegisteredSchema;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.EventFormat;
import io.rolestream.schemas.serde.NotJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Schemas that headers name, and schemas of other records. */
class ForeignSchemaTest {
    private static final byte[] KEY = "r-1".getBytes(StandardCharsets.UTF_8);
    private static final Headers NO_HEADERS = new RecordHeaders();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final byte[] value = Objects.requireNonNull(
            new AvroSerde<>(Resume.class, registry).serializer().serialize("resumes", Records.resume("r-1", "sql")));
    private final byte[] body = Arrays.copyOfRange(value, 5, value.length);

    @Test
    void shouldReadABodyWhoseSchemaIsNamedByAGuidInAHeader() {
        RegisteredSchema schema = registry.versions("resumes-value").get(0);
        assertThat(read(registry, body, header(guid(schema.guid())))).isInstanceOf(Readable.class);
    }

    @Test
    void shouldReadABodyWhoseSchemaIsNamedByAnIdInAHeader() {
        assertThat(read(registry, body, header(Arrays.copyOf(value, 5)))).isInstanceOf(Readable.class);
    }

    @Test
    void shouldRefuseAnUnknownGuidAndOneOfAnotherSubject() {
        assertThat(message(registry, body, header(guid(new UUID(1, 2)))))
                .contains("schema GUID 00000000-0000-0001-0000-000000000002", "resumes-value");
        UUID other = registry.registerVersion(
                        "label-votes-value", Records.vote("rules").getSchema())
                .guid();
        assertThat(message(registry, body, header(guid(other)))).contains(other.toString());
    }

    @Test
    void shouldRefuseAHeaderThatNamesNoAvroSchema() {
        for (byte[] name : new byte[][] {{}, {1}, {2, 0, 0, 0, 1}, new byte[4], new byte[18]}) {
            assertThat(message(registry, body, header(name)))
                    .contains("__value_schema_id of %d bytes".formatted(name.length));
        }
    }

    @Test
    void shouldNameBothRecordsWhereTheyDiffer() {
        String other = "{\"type\":\"record\",\"name\":\"Cv\",\"namespace\":\"com.example\",\"fields\":"
                + "[{\"name\":\"id\",\"type\":\"string\"}]}";
        SchemaRegistry foreign = answering(() -> new Schema.Parser().parse(other));
        assertThat(message(foreign, value, NO_HEADERS))
                .contains("schema id 1, com.example.Cv,", "record io.rolestream.events.Resume", "docs/asyncapi.yaml");
    }

    @Test
    void shouldNameBothKindsOfSchema() {
        SchemaRegistry foreign = answering(() -> {
            throw new SchemaRegistryException(Reason.INVALID, "Schema 1 is of type PROTOBUF");
        });
        assertThat(message(foreign, value, NO_HEADERS))
                .contains("names schema id 1", "Avro of record io.rolestream.events.Resume", "of type PROTOBUF");
    }

    /** The value's first byte is that of a brace. */
    @Test
    void shouldReadAvroThatBeginsLikeJson() throws IOException {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Resume\",\"namespace\":\"io.rolestream.events\",\"fields\":"
                        + "[{\"name\":\"score\",\"type\":\"double\"},{\"name\":\"resumeId\",\"type\":\"string\"},"
                        + "{\"name\":\"skills\",\"type\":[\"null\",\"string\"]}]}");
        byte[] id = {0, 0, 0, 0, 1};
        var out = new ByteArrayOutputStream();
        out.write(id);
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeDouble(Double.longBitsToDouble(Double.doubleToLongBits(0.5) | '{'));
        encoder.writeString("r-1");
        encoder.writeIndex(1);
        encoder.writeString("sql");
        byte[] framed = out.toByteArray();
        byte[] bare = Arrays.copyOfRange(framed, 5, framed.length);
        for (EventFormat accepted : List.of(EventFormat.AUTO, EventFormat.AVRO)) {
            var decoder = new EventDecoder<>(Resume.class, answering(() -> schema), accepted);
            assertThat(decoder.decode("resumes", NO_HEADERS, framed).getSkills())
                    .isEqualTo("sql");
            assertThat(decoder.decode("resumes", header(id), bare).getSkills()).isEqualTo("sql");
        }
        SchemaRegistry knowsNothing = new InMemorySchemaRegistry();
        assertThatThrownBy(() -> new EventDecoder<>(Resume.class, knowsNothing, EventFormat.AUTO)
                        .decode("resumes", NO_HEADERS, framed))
                .isInstanceOf(NotJsonException.class);
    }

    private static SchemaRegistry answering(Supplier<Schema> answer) {
        return new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                return 1;
            }

            @Override
            public Schema byId(String subject, int id) {
                return answer.get();
            }
        };
    }

    private static byte[] guid(UUID guid) {
        return ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    private static Headers header(byte[] name) {
        return new RecordHeaders().add("__value_schema_id", name);
    }

    private static String message(SchemaRegistry registry, byte[] value, Headers headers) {
        Reading<ReadableResume> reading = read(registry, value, headers);
        assertThat(reading).isInstanceOf(Unreadable.class);
        assertThat(((Unreadable<?>) reading).reason()).isEqualTo(UnreadableReason.NOT_AVRO);
        return ((Unreadable<?>) reading).message();
    }

    private static Reading<ReadableResume> read(SchemaRegistry registry, byte[] value, Headers headers) {
        return new ResumeReader(registry).read("resumes", KEY, value, headers, 0);
    }
}

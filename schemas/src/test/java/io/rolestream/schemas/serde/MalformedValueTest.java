package io.rolestream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.schemas.Records;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MalformedValueTest {
    private static final String TOPIC = "labelled-roles";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<LabelledRole> labels = new AvroSerde<>(LabelledRole.class, registry);
    private byte[] good = {};

    @BeforeEach
    void writeAGoodOne() {
        good = labels.serializer().serialize(TOPIC, Records.label("r-1"));
    }

    @Test
    void shouldRefuseValuesTooShortForAnId() {
        refused(new byte[] {0, 0, 0, 1}).hasMessageContaining(TOPIC).hasMessageContaining("4 bytes");
        refused(new byte[0]).hasMessageContaining("0 bytes");
    }

    @Test
    void shouldRefuseAnotherFirstByte() {
        refused("role=1".getBytes(StandardCharsets.UTF_8)).hasMessageContaining("byte 114");
    }

    @Test
    void shouldRefuseUnknownSchemaIds() {
        good[4] = 99;
        refused(good).hasMessageContaining("99").hasMessageContaining(TOPIC);
    }

    @Test
    void shouldRefuseValuesOfAnotherRecord() {
        byte[] vote = new AvroSerde<>(LabelVote.class, registry)
                .serializer()
                .serialize(
                        "label-votes",
                        LabelVote.newBuilder()
                                .setResumeId("r-1")
                                .setVote(Records.vote("roberta"))
                                .build());
        refused(vote).hasMessageContaining("Subject labelled-roles-value has no schema");
    }

    @Test
    void shouldRefuseValuesCutOffAnywhere() {
        for (int length = 0; length < good.length; length++) {
            refused(Arrays.copyOf(good, length));
        }
    }

    @Test
    void shouldRefuseBytesAfterTheRecord() {
        refused(Arrays.copyOf(good, good.length + 1)).hasMessageContaining("1 bytes after");
    }

    @Test
    void shouldRefuseAStringLongerThanTheValue() {
        var resumes = new AvroSerde<>(Resume.class, registry).prepare("resumes");
        byte id = (byte) registry.register("resumes-value", Resume.getClassSchema());
        // The id's length claims two billion bytes.
        byte[] forged = {0, 0, 0, 0, id, (byte) 0xfc, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 'x'};
        assertThatThrownBy(() -> resumes.deserializer().deserialize("resumes", forged))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("2147483646 bytes");
    }

    @Test
    void shouldRefuseAnArrayLongerThanTheValue() {
        var resumes = new AvroSerde<>(Resume.class, registry).prepare("resumes");
        byte id = (byte) registry.register("resumes-value", Resume.getClassSchema());
        // An empty id, no skills, text or years, and then two billion companies.
        byte[] forged = {0, 0, 0, 0, id, 0, 0, 0, 0, (byte) 0xfc, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0};
        assertThatThrownBy(() -> resumes.deserializer().deserialize("resumes", forged))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("2147483646 items");
    }

    @Test
    void shouldMeetDamagedBytesWithNothingButSerializationExceptions() {
        var random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = good.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                damaged[WireFormat.HEADER_BYTES + random.nextInt(good.length - WireFormat.HEADER_BYTES)] =
                        (byte) random.nextInt();
            }
            try {
                labels.deserializer().deserialize(TOPIC, damaged);
            } catch (SerializationException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void shouldNotBlameTheRecordForASilentRegistry() {
        var silent = new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                throw new SchemaRegistryUnavailableException("silent", null);
            }

            @Override
            public Schema byId(String subject, int id) {
                throw new SchemaRegistryUnavailableException("silent", null);
            }
        };
        assertThatThrownBy(() -> new AvroDeserializer<>(LabelledRole.class, silent).deserialize(TOPIC, good))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @Test
    void shouldAcceptTheGoodOne() {
        assertThatCode(() -> labels.deserializer().deserialize(TOPIC, good)).doesNotThrowAnyException();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(byte[] value) {
        return assertThatThrownBy(() -> labels.deserializer().deserialize(TOPIC, value))
                .isInstanceOf(SerializationException.class);
    }
}

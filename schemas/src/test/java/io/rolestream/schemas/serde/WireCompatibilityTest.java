package io.rolestream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.schemas.Records;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.PortableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Avro's own generic reader and writer, and random values of every record, against the serde. */
class WireCompatibilityTest {
    private static final int VALUES = 200;
    private static final String TOPIC = "any";

    static List<Class<? extends SpecificRecord>> types() {
        return Records.TYPES;
    }

    @ParameterizedTest
    @MethodSource("types")
    <T extends SpecificRecord> void shouldReadWhatAvroWritesAndWriteWhatAvroReads(Class<T> type) throws IOException {
        var serde = new AvroSerde<>(type, new InMemorySchemaRegistry());
        Schema schema = PortableSchema.of(SpecificData.get().getSchema(type));
        int id = serde.serializer() instanceof AvroSerializer<T> serializer ? serializer.prepare(TOPIC) : -1;
        for (Object value : new RandomData(schema, VALUES, 7L)) {
            byte[] theirs = write(schema, value, id);
            T record = serde.deserializer().deserialize(TOPIC, theirs);
            byte[] ours = serde.serializer().serialize(TOPIC, record);
            assertThat(read(schema, ours)).isEqualTo(read(schema, theirs));
            assertThat(serde.deserializer().deserialize(TOPIC, ours)).isEqualTo(record);
        }
    }

    private static byte[] write(Schema schema, Object value, int id) throws IOException {
        var out = new ByteArrayOutputStream();
        byte[] header = new byte[WireFormat.HEADER_BYTES];
        WireFormat.writeHeader(header, id);
        out.write(header);
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static Object read(Schema schema, byte[] bytes) throws IOException {
        byte[] body = Arrays.copyOfRange(bytes, WireFormat.HEADER_BYTES, bytes.length);
        return new GenericDatumReader<>(schema).read(null, DecoderFactory.get().binaryDecoder(body, null));
    }
}

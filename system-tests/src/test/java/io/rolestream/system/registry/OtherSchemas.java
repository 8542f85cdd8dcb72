package io.rolestream.system.registry;

import io.rolestream.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer of records whose schemas have one field more than ours, and so ids that no service has asked for. */
final class OtherSchemas implements AutoCloseable {
    private static final int HEADER_BYTES = 5;

    private final SchemaRegistry registry;
    private final KafkaProducer<byte[], byte[]> producer;

    OtherSchemas(String bootstrapServers, SchemaRegistry registry) {
        this.registry = registry;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a record under a schema with a further field of this name. */
    void send(String topic, int partition, String key, SpecificRecord record, String field)
            throws IOException, ExecutionException, InterruptedException {
        Schema ours = record.getSchema();
        Schema other = withField(ours, field);
        GenericRecord same = new GenericDatumReader<GenericRecord>(ours, other)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        bytes(
                                                SpecificData.getForClass(record.getClass())
                                                        .createDatumWriter(ours),
                                                record),
                                        null));
        byte[] body = bytes(new GenericDatumWriter<>(other), same);
        int id = registry.register(topic + "-value", other);
        byte[] value = ByteBuffer.allocate(HEADER_BYTES + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
        producer.send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private static Schema withField(Schema schema, String name) {
        List<Schema.Field> fields = new ArrayList<>();
        schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        Schema optional = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
        fields.add(new Schema.Field(name, optional, null, Schema.Field.NULL_DEFAULT_VALUE));
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    @SuppressWarnings("unchecked")
    private static <T> byte[] bytes(DatumWriter<?> writer, T record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        ((DatumWriter<T>) writer).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        producer.close();
    }
}

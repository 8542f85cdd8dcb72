package io.rolestream.stream.describing;

import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.WrittenDescription;
import io.rolestream.matching.profile.Profile;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;

/** The records that a generator sends, to the partition that the resume came from. For one thread. */
final class DescriptionRecords {
    private final String topic;
    private final Serializer<WrittenDescription> serializer;
    private final Tracing tracing;
    private final String sampling;

    /** @param sampling how tokens are drawn, as events have it */
    DescriptionRecords(String topic, SchemaRegistry registry, Tracing tracing, String sampling) {
        this.topic = topic;
        this.serializer = new AvroSerde<>(WrittenDescription.class, registry).serializer();
        this.tracing = tracing;
        this.sampling = sampling;
    }

    /** What came of a resume. */
    ProducerRecord<byte[], byte[]> written(ConsumerRecord<byte[], byte[]> record, Profile resume, Draft draft) {
        boolean asked = !draft.version().isEmpty();
        byte[] value = serializer.serialize(
                topic,
                WrittenDescription.newBuilder()
                        .setResumeId(resume.id())
                        .setContentHash(resume.contentHash())
                        .setOutcome(draft.outcome())
                        .setDescription(draft.text())
                        .setGenerator(draft.generator())
                        .setGeneratorVersion(draft.version())
                        .setSeed(draft.seed())
                        .setSampling(asked ? sampling : "")
                        .setTokens(draft.tokens())
                        .setResumeOffset(record.offset())
                        .setGeneratedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .build());
        Headers headers = new RecordHeaders();
        if (tracing.isOn()) {
            Map<String, String> attributes = Map.of("rolestream.version", draft.version());
            tracing.step("describe", record.headers(), headers, record.timestamp(), attributes);
        }
        return new ProducerRecord<>(topic, record.partition(), null, record.key(), value, headers);
    }

    /** The deletion of a resume's description. */
    @SuppressWarnings("NullAway") // a record without a value
    ProducerRecord<byte[], byte[]> deleted(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(topic, record.partition(), record.key(), null);
    }
}

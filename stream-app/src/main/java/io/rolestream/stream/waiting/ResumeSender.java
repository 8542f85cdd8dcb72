package io.rolestream.stream.waiting;

import io.rolestream.common.clients.Cluster;
import io.rolestream.events.Resume;
import io.rolestream.files.write.LabelLine;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeHeaders;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.stream.waiting.PendingLabels.Place;
import io.rolestream.stream.waiting.PendingLabels.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;

/** Sends resumes whose labels are awaited. One thread sends. */
final class ResumeSender implements AutoCloseable {
    private static final Headers NO_HEADERS = new RecordHeaders();
    private static final Header RELABEL = new RecordHeader(ResumeHeaders.RELABEL, new byte[0]);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<Resume> serializer;
    private final ResumeReader reader;
    private final String topic;

    /** @param reader finds the content that the label will be of */
    ResumeSender(Cluster cluster, ResumeReader reader) {
        this.topic = cluster.topics().resumes();
        this.serializer = cluster.resumeSerializer();
        this.reader = reader;
        this.producer = cluster.clients()
                .producer(Map.of(
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 * 1024,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        TopicCatalogue.MAX_REQUEST_BYTES));
    }

    /** Sends a resume, unless the same one is in flight; {@code inFlight} receives its answer. */
    CompletableFuture<LabelLine> sendForLabel(Resume resume, PendingLabels inFlight) {
        String id = resume.getResumeId();
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        byte[] value = serializer.serialize(topic, resume);
        long now = System.currentTimeMillis();
        if (reader.read(topic, key, value, NO_HEADERS, now) instanceof Reading.Readable<ReadableResume> readable) {
            String hash = readable.value().contentHash();
            return inFlight.find(id, hash).map(Sent::answer).orElseGet(() -> {
                Sent sent = inFlight.add(id, hash);
                return send(id, key, value, sent, inFlight);
            });
        }
        return send(id, key, value, inFlight.add(id, null), inFlight);
    }

    private CompletableFuture<LabelLine> send(String id, byte[] key, byte[] value, Sent sent, PendingLabels inFlight) {
        producer.send(new ProducerRecord<>(topic, null, key, value, List.of(RELABEL)), (metadata, failure) -> {
            if (failure == null) {
                sent.place().complete(new Place(metadata.partition(), metadata.offset()));
            } else {
                inFlight.remove(id, sent);
                sent.place().complete(new Place(-1, -1));
                sent.answer().complete(LabelLine.failed(id, "could not be sent: " + failure.getMessage()));
            }
        });
        return sent.answer();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}

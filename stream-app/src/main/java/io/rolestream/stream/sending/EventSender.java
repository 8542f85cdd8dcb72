package io.rolestream.stream.sending;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.Sending;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.Resume;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends resumes, jobs or feedback as other producers do, in the format of resumes ({@code resumes.format}).
 * Thread-safe.
 *
 * @param <T> the event
 */
public final class EventSender<T extends SpecificRecord> implements AutoCloseable {
    private static final int BATCH_BYTES = 128 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final Serializer<T> serializer;
    private final String topic;

    private EventSender(Cluster cluster, Class<T> type, String topic) {
        this.topic = topic;
        this.serializer = cluster.serializer(type, topic);
        this.producer = cluster.clients()
                .producer(Map.of(
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        BATCH_BYTES,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        TopicCatalogue.MAX_REQUEST_BYTES));
    }

    /** @throws SchemaRegistryException if the schema cannot be registered */
    public static EventSender<Resume> ofResumes(Cluster cluster) {
        return new EventSender<>(cluster, Resume.class, cluster.topics().resumes());
    }

    /** @throws SchemaRegistryException if the schema cannot be registered */
    public static EventSender<Job> ofJobs(Cluster cluster) {
        return new EventSender<>(cluster, Job.class, cluster.topics().jobs());
    }

    /** @throws SchemaRegistryException if the schema cannot be registered */
    public static EventSender<JobFeedback> ofFeedback(Cluster cluster) {
        return new EventSender<>(cluster, JobFeedback.class, cluster.topics().jobFeedback());
    }

    /** Sends an event under the id that is its key; completes when the broker has it, or exceptionally. */
    public CompletableFuture<Void> send(String id, T event) {
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        return Sending.send(producer, new ProducerRecord<>(topic, key, serializer.serialize(topic, event)));
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}

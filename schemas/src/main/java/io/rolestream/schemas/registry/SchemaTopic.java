package io.rolestream.schemas.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic of one partition that holds schemas: {@code subject/id} under which each is registered, and its
 * text. For one thread at a time.
 */
final class SchemaTopic {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final TopicPartition partition;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Consumer<byte[], byte[]> consumer;

    SchemaTopic(
            String name, Supplier<Consumer<byte[], byte[]>> consumers, Supplier<Producer<byte[], byte[]>> producers) {
        this.partition = new TopicPartition(name, 0);
        this.consumers = consumers;
        this.producers = producers;
    }

    String name() {
        return partition.topic();
    }

    /**
     * Reads up to the present end what was not read before; after a failure, from the beginning.
     *
     * @param onSchema receives key and text of each record that has both
     * @throws SchemaRegistryUnavailableException if the cluster does not answer, or has no such topic
     */
    void readToEnd(BiConsumer<String, String> onSchema) {
        boolean isRead = false;
        try {
            Consumer<byte[], byte[]> reader = reader();
            long end = reader.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            if (reader.position(partition, PATIENCE) > end) { // the topic was deleted and created again
                reader.seekToBeginning(List.of(partition));
            }
            while (reader.position(partition, PATIENCE) < end) {
                if (System.nanoTime() > deadline) {
                    throw unavailable("was not read to its end within " + PATIENCE.toSeconds() + " s", null);
                }
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    if (record.key() != null && record.value() != null) {
                        onSchema.accept(text(record.key()), text(record.value()));
                    }
                }
            }
            isRead = true;
        } catch (KafkaException e) {
            throw unavailable("cannot be read: " + e.getMessage(), e);
        } finally {
            if (!isRead) {
                close();
            }
        }
    }

    /**
     * Reads everything up to the present end. A topic that was deleted and created again may be longer than what was
     * read of the old one, so reading on would miss its beginning.
     *
     * @throws SchemaRegistryUnavailableException as {@link #readToEnd}
     */
    void readFromBeginning(BiConsumer<String, String> onSchema) {
        if (consumer != null) {
            consumer.seekToBeginning(List.of(partition));
        }
        readToEnd(onSchema);
    }

    private Consumer<byte[], byte[]> reader() {
        if (consumer == null) {
            consumer = consumers.get();
            if (consumer.partitionsFor(partition.topic(), PATIENCE).isEmpty()) {
                throw unavailable(
                        "is missing: create it with `rolestream topics create`, or set %s if a schema registry has the schemas"
                                .formatted(SchemaRegistries.URL),
                        null);
            }
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
        }
        return consumer;
    }

    private void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }

    /**
     * Adds a schema; returns once all replicas have it.
     *
     * @throws SchemaRegistryUnavailableException if the cluster does not answer, or refuses it
     */
    void append(String key, String text) {
        Producer<byte[], byte[]> producer = producers.get();
        try {
            producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), bytes(key), bytes(text)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw unavailable("cannot be written: " + e.getCause(), e);
        } catch (TimeoutException | KafkaException e) {
            throw unavailable("cannot be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("was not written: interrupted", e);
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private SchemaRegistryUnavailableException unavailable(String problem, @Nullable Exception cause) {
        return new SchemaRegistryUnavailableException("Topic %s %s".formatted(partition.topic(), problem), cause);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

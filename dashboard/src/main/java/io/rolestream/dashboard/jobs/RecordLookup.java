package io.rolestream.dashboard.jobs;

import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.common.clients.Clients;
import io.rolestream.dashboard.matches.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single records for people who ask. It has one consumer without a group, opened on first use; requests wait for
 * each other, so that many of them cost no memory.
 */
public final class RecordLookup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLookup.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Clients clients;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean closed;

    public RecordLookup(Clients clients) {
        this.clients = clients;
    }

    /**
     * The record at a place; null if it is gone, by compaction or age.
     *
     * @throws ServiceUnavailableResponse if Kafka does not answer in time, or too many ask
     */
    public @Nullable ConsumerRecord<byte[], byte[]> at(String topic, Place place) throws InterruptedException {
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ServiceUnavailableResponse("Too many are looking up records; try again in a moment.");
        }
        try {
            return read(opened(), new TopicPartition(topic, place.partition()), place.offset());
        } catch (KafkaException e) {
            LOG.debug("offset {} of {}-{} cannot be read", place.offset(), topic, place.partition(), e);
            discard();
            throw new ServiceUnavailableResponse("Kafka does not answer; try again in a moment.");
        } finally {
            lock.unlock();
        }
    }

    private Consumer<byte[], byte[]> opened() {
        if (closed) {
            throw new ServiceUnavailableResponse("the dashboard is stopping");
        }
        if (consumer == null) {
            consumer = clients.reader(
                    Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100));
        }
        return consumer;
    }

    private static @Nullable ConsumerRecord<byte[], byte[]> read(
            Consumer<byte[], byte[]> reading, TopicPartition partition, long offset) {
        reading.assign(List.of(partition));
        try {
            reading.seek(partition, offset);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                    return record.offset() == offset ? record : null;
                }
                if (reading.position(partition) > offset) {
                    return null;
                }
            }
        } finally {
            // What was fetched beyond is not kept.
            reading.assign(List.of());
        }
        throw new KafkaException("no answer in " + PATIENCE.toSeconds() + " s");
    }

    private void discard() {
        Consumer<byte[], byte[]> failed = consumer;
        consumer = null;
        if (failed != null) {
            failed.close();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            discard();
        } finally {
            lock.unlock();
        }
    }
}

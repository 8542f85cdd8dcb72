package io.rolestream.stream.relabel;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeHeaders;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends selected records again, byte for byte, each to its own partition, with the offset of the original and the
 * request to relabel the resume unless it has changed. Unreadable records are skipped, because they were dead-lettered
 * before.
 */
public final class Resender implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Resender.class);

    private final Clients clients;
    private final String topic;
    private final Selection selection;
    private final ResumeReader reader;
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicLong unreadable = new AtomicLong();
    private long seen;

    public Resender(Clients clients, ResumeReader reader, String topic, Selection selection) {
        this.clients = clients;
        this.topic = topic;
        this.selection = selection;
        this.reader = reader;
        this.producer =
                clients.producer(Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCatalogue.MAX_REQUEST_BYTES));
    }

    /**
     * Sends until all are sent, one fails, or it is stopped; returns when the broker has acknowledged them.
     *
     * @param beforeEach may block
     * @param onProgress receives the number of records done
     */
    public void run(Runnable beforeEach, BooleanSupplier stop, LongConsumer onProgress) {
        if (selection.size() == 0) {
            return;
        }
        new CommittedReader(clients, List.of(topic), selection.start(), true, record -> {
                    if (selection.contains(record)) {
                        send(record, beforeEach, stop);
                        onProgress.accept(++seen);
                    }
                    return seen < selection.size() && failure.get() == null && !stop.getAsBoolean();
                })
                .run();
        producer.flush();
    }

    private void send(ConsumerRecord<byte[], byte[]> record, Runnable beforeEach, BooleanSupplier stop) {
        if (!(reader.read(topic, record.key(), record.value(), record.headers(), record.timestamp())
                instanceof Reading.Readable<ReadableResume>)) {
            unreadable.incrementAndGet();
            return;
        }
        beforeEach.run();
        if (stop.getAsBoolean()) {
            return;
        }
        var again = new ProducerRecord<>(
                topic,
                record.partition(),
                null,
                record.key(),
                record.value(),
                ResumeHeaders.ofCopy(record.headers(), record.offset()));
        producer.send(again, (place, refused) -> {
            if (refused == null) {
                sent.incrementAndGet();
            } else if (refused instanceof RecordTooLargeException) {
                LOG.warn(
                        "{}-{}@{} is not sent again: with the request to relabel, it is larger than the topic takes",
                        topic,
                        record.partition(),
                        record.offset());
                unreadable.incrementAndGet();
            } else {
                failure.compareAndSet(null, refused);
            }
        });
    }

    public long sent() {
        return sent.get();
    }

    /** How many were left out because they cannot be read, or would be too large. */
    public long unreadable() {
        return unreadable.get();
    }

    /** Why the first record that could not be sent failed, or null. */
    @Nullable
    public Exception failure() {
        return failure.get();
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}

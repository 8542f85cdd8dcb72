package io.rolestream.common.clients.robust;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that closes in {@link #CLOSES_WITHIN} at most, whether the broker answers or not, and whose thread may be
 * told to stop meanwhile.
 *
 * <p>Its poll ends after the wall clock was set back. Kafka's own measures its time by the wall clock: one that has
 * begun before lasts until the clock is where it was, for an hour if need be, unless a record comes. So
 * {@link ClockWatch} breaks it off, and it returns without records.
 */
public class RobustConsumer<K> extends KafkaConsumer<K, byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(RobustConsumer.class);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    private final Object breaking = new Object();
    private boolean polling;
    private boolean brokenOff;

    public RobustConsumer(Map<String, Object> properties, Deserializer<K> keys) {
        super(properties, keys, new ByteArrayDeserializer());
        ClockWatch.add(this);
    }

    @Override
    public ConsumerRecords<K, byte[]> poll(Duration timeout) {
        synchronized (breaking) {
            polling = true;
        }
        try {
            ConsumerRecords<K, byte[]> records = super.poll(timeout);
            if (endPoll()) {
                takeWakeup();
            }
            return records;
        } catch (WakeupException e) {
            if (endPoll()) {
                return ConsumerRecords.empty();
            }
            throw e;
        } finally {
            endPoll();
        }
    }

    /** Returns whether it was broken off, once. */
    private boolean endPoll() {
        synchronized (breaking) {
            boolean was = brokenOff;
            polling = false;
            brokenOff = false;
            return was;
        }
    }

    /** The poll returned before the wakeup reached it; a call of another kind is not to meet it. */
    private void takeWakeup() {
        try {
            // Throws before it does anything else, unless a listener has met the wakeup during the poll.
            ConsumerRecords<K, byte[]> early = super.poll(Duration.ZERO);
            early.partitions()
                    .forEach(partition ->
                            seek(partition, early.records(partition).get(0).offset()));
        } catch (WakeupException e) {
            LOG.debug("took the wakeup of a poll that has ended", e);
        }
    }

    /** Ends the poll that is going on, if there is one. For any thread. */
    void breakOff() {
        synchronized (breaking) {
            if (polling) {
                brokenOff = true;
                wakeup();
            }
        }
    }

    @Override
    public final void close() {
        close(CloseOptions.timeout(CLOSES_WITHIN));
    }

    @Override
    public final void close(CloseOptions options) {
        if (options.timeout()
                .filter(given -> given.compareTo(CLOSES_WITHIN) <= 0)
                .isEmpty()) {
            options.withTimeout(CLOSES_WITHIN);
        }
        try {
            super.close(options);
        } catch (InterruptException e) {
            LOG.debug("closed without its broker", e); // the thread stays interrupted
        }
    }
}

package io.rolestream.trainer.accumulator;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.Retention;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the records of {@code training-examples} and {@code role-corrections} in an {@link ExampleStore}, each exactly
 * once, on its own thread. {@link AccumulatorLoop} describes the handling of failures.
 */
public final class ExampleAccumulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExampleAccumulator.class);

    /** A failure that lasts this long deserves attention. */
    private static final Duration UNHEALTHY_AFTER = Duration.ofMinutes(1);

    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    /** Most records of a transaction, and most bytes of a fetch. */
    private static final int BATCH = 5_000;

    private static final int BATCH_BYTES = 16 << 20;

    private final Admin admin;
    private final SourceTopics sources;
    private final KafkaMeters consumerMeters;
    private final AccumulatorLoop loop;
    private final Thread thread = new Thread(this::work, "example-accumulator");
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();

    /**
     * Connects to nothing yet.
     *
     * @param store stays the caller's, and must stay open until this is closed
     * @param meters for what the consumer measures
     */
    public ExampleAccumulator(Cluster cluster, Retention retention, ExampleStore store, MeterRegistry meters) {
        this(cluster, retention, store, meters, Duration.ofSeconds(10));
    }

    /** @param lookEvery interval of checks for recreated topics and new partitions */
    ExampleAccumulator(
            Cluster cluster, Retention retention, ExampleStore store, MeterRegistry meters, Duration lookEvery) {
        Topics topics = cluster.topics();
        Clients clients = cluster.clients();
        this.admin = clients.admin();
        this.sources = new SourceTopics(admin, topics, store);
        Consumer<String, byte[]> consumer = clients.follower(Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BATCH_BYTES,
                // To close, a consumer waits for the answer to its last fetch.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100));
        this.consumerMeters = KafkaMeters.of(consumer, meters);
        this.loop = new AccumulatorLoop(
                consumer,
                new ExampleRecordReader(topics, cluster.registry()),
                sources,
                store,
                new Upkeep(store, retention),
                lookEvery);
    }

    /**
     * Looks at the topics, then begins.
     *
     * @throws TopicAdminException if one is missing, or the cluster does not answer
     */
    public void start() throws InterruptedException {
        sources.look();
        thread.start();
    }

    private void work() {
        Throwable cause = null;
        try {
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("accumulation of examples has stopped", e);
            cause = e;
        } finally {
            release();
            stopped.complete(cause);
        }
    }

    /** What was taken in since the start. */
    public AccumulatedCounts counts() {
        return loop.counts();
    }

    /** Records that are committed on the topics and not yet taken in; empty while that is not known. */
    public OptionalLong lag() {
        return loop.lag();
    }

    /** Whether it runs and has not failed, again and again, for a minute. */
    public boolean healthy() {
        return thread.isAlive() && System.nanoTime() - loop.succeededAt() < UNHEALTHY_AFTER.toNanos();
    }

    /** Completes when it has stopped: with null after {@link #close}, with the cause after a failure. */
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /** Finishes the transaction that it is at, and ends; does not wait for brokers that have not answered by then. */
    @Override
    public void close() {
        loop.stop();
        try {
            if (thread.getState() == Thread.State.NEW) {
                release();
                stopped.complete(null);
            } else {
                thread.join(PATIENCE_AT_CLOSE.toMillis());
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        consumerMeters.close();
        loop.close();
        admin.close(Duration.ofSeconds(2));
    }
}

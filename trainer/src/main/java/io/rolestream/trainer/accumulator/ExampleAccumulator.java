package io.rolestream.trainer.accumulator;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.Retention;
import java.time.Duration;
import java.util.List;
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
 * once, on its own thread. {@link AccumulatorLoop} describes how failures are handled.
 */
public final class ExampleAccumulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExampleAccumulator.class);
    private static final Duration UNHEALTHY_AFTER = Duration.ofMinutes(1);

    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    /** Maximum records of a transaction, and bytes of a fetch. */
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
     * @param store must stay open until this is closed
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
                new GoneRecords("trainer", List.of(topics.trainingExamples(), topics.roleCorrections()), meters),
                lookEvery);
    }

    /** @throws TopicAdminException if a topic is missing, or the cluster does not answer */
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

    public AccumulatedCounts counts() {
        return loop.counts();
    }

    /** Committed records not yet stored; empty while unknown. */
    public OptionalLong lag() {
        return loop.lag();
    }

    /** Whether it runs and has succeeded within the last minute. */
    public boolean healthy() {
        return thread.isAlive() && System.nanoTime() - loop.succeededAt() < UNHEALTHY_AFTER.toNanos();
    }

    /** Completes when it has stopped: with null after {@link #close}, with the cause after a failure. */
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /** Finishes the current transaction, unless brokers do not answer. */
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

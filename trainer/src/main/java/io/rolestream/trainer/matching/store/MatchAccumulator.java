package io.rolestream.trainer.matching.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link MatchStore} up to date with the topics, on its own thread, so that no feedback is lost to the topics'
 * retention and erasures take effect at once.
 *
 * <p>Without recommendations nothing is kept: resumes are read once there is a job or feedback.
 *
 * <p>Only the store knows how far the topics are read. After a failure the thread waits and continues from there: also
 * after a missing topic or right, because training of roles must not depend on what recommenders need.
 */
public final class MatchAccumulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MatchAccumulator.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration UNUSED_LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration SCRUB_EVERY = Duration.ofSeconds(10);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RETRY_AT_LEAST_EVERY = Duration.ofMinutes(1);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Path directory;
    private final Duration retention;
    private final int textChars;
    private final MeterRegistry meters;
    private final GoneRecords gone;
    private final Thread thread = new Thread(this::work, "match-accumulator");
    private Duration retryAfter = RETRY_AFTER;
    private volatile OptionalLong lag = OptionalLong.empty();
    private volatile boolean stopping;

    /**
     * Connects to nothing yet.
     *
     * @param textChars longer texts are skipped, as other services do
     * @param retention how long resumes and reactions are kept; zero keeps them
     */
    public MatchAccumulator(Cluster cluster, Path directory, int textChars, Duration retention, MeterRegistry meters) {
        this.cluster = cluster;
        this.textChars = textChars;
        this.directory = directory;
        this.retention = retention;
        this.meters = meters;
        this.gone = new GoneRecords("trainer", TopicMatches.names(cluster.topics()), meters);
    }

    public void start() {
        thread.start();
    }

    /** Committed records not yet stored; empty while unknown. For any thread. */
    public OptionalLong lag() {
        return lag;
    }

    private void work() {
        try {
            while (!stopping) {
                try {
                    follow();
                } catch (SchemaRegistryUnavailableException e) {
                    LOG.debug("a record waits for the schema registry", e);
                    Thread.sleep(RETRY_AFTER.toMillis());
                } catch (RuntimeException | Error e) {
                    lag = OptionalLong.empty();
                    if (stopping) {
                        LOG.debug("stopped in the middle of a step, which the next start repeats", e);
                        return;
                    }
                    LOG.warn("feedback for the matcher is not accumulated now; trying again: {}", e.toString());
                    LOG.debug("the failure", e);
                    Thread.sleep(retryAfter.toMillis());
                    retryAfter = retryAfter.multipliedBy(2);
                    retryAfter = retryAfter.compareTo(RETRY_AT_LEAST_EVERY) < 0 ? retryAfter : RETRY_AT_LEAST_EVERY;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        }
    }

    private void follow() throws InterruptedException {
        try (MatchStore store = MatchStore.open(directory);
                TopicMatches topics = new TopicMatches(cluster, store, textChars, gone);
                KafkaMeters consumerMeters = KafkaMeters.of(topics.consumer(), meters)) {
            awaitUse(topics);
            long lookAt = System.nanoTime();
            long scrubAt = lookAt;
            long sweepAt = lookAt;
            while (!stopping) {
                if (System.nanoTime() - lookAt >= 0) {
                    topics.look();
                    lookAt = System.nanoTime() + LOOK_EVERY.toNanos();
                }
                topics.step(POLL);
                lag = topics.lag();
                retryAfter = RETRY_AFTER;
                if (System.nanoTime() - sweepAt >= 0 && !retention.isZero()) {
                    store.forgetBefore(Instant.now().minus(retention));
                    sweepAt = System.nanoTime() + SWEEP_EVERY.toNanos();
                }
                if (System.nanoTime() - scrubAt >= 0) {
                    store.scrub();
                    scrubAt = System.nanoTime() + SCRUB_EVERY.toNanos();
                }
            }
        }
    }

    private void awaitUse(TopicMatches topics) throws InterruptedException {
        List<TopicPartition> signs = topics.signsOfUse();
        long lookAt = System.nanoTime() + LOOK_EVERY.toNanos();
        while (!stopping && !topics.isWritten(signs)) {
            lag = OptionalLong.of(0);
            retryAfter = RETRY_AFTER;
            Thread.sleep(UNUSED_LOOK_EVERY.toMillis());
            if (System.nanoTime() - lookAt >= 0) {
                signs = topics.signsOfUse();
                lookAt = System.nanoTime() + LOOK_EVERY.toNanos();
            }
        }
    }

    /** Finishes the current transaction, unless brokers do not answer. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(PATIENCE_AT_CLOSE.toMillis());
            thread.interrupt(); // where brokers do not answer
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

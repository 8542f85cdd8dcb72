package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.service.Health;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model worker in this process. To scale out, start one process per device, up to one per partition. */
public final class Worker implements Health, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** Longer than any call to Kafka blocks. */
    private static final Duration STUCK = Duration.ofMinutes(3);

    private final Settings settings;
    private final Topics topics;
    private final WorkerIdentity identity;
    private final ModelSupply supply;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaMeters consumerMeters;
    private final Tracing tracing;
    private final VoteLoop loop;
    private final ExecutorService closer;
    private final Thread thread;
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();

    /**
     * Connects to nothing yet.
     *
     * @param supply is closed with the worker
     * @throws ConfigurationException when a setting is not right
     */
    public Worker(Settings settings, SchemaRegistry registry, ModelSupply supply, MeterRegistry meters) {
        this.settings = settings;
        this.topics = new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX));
        this.identity = WorkerIdentity.of(settings, topics);
        this.supply = supply;
        this.closer = Executors.newSingleThreadExecutor(task -> new Thread(task, "worker-model-closer"));
        this.consumer = new KafkaConsumer<>(
                WorkerProperties.consumer(settings, identity),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.tracing = Tracing.of(settings, "rolestream-worker");
        this.consumerMeters = KafkaMeters.of(consumer, meters);
        this.loop = new VoteLoop(
                consumer,
                new VoteTransactions(
                        WorkerProperties.producer(settings, identity),
                        topics,
                        registry,
                        settings.duration(WorkerConfig.COMMIT_INTERVAL),
                        meters,
                        tracing),
                new ResumeReader(registry, settings.integer(StreamConfig.RESUME_MAX_CHARS)),
                supply,
                identity,
                new WorkerMeters(meters, identity.labeller(), topics.resumes()),
                new WorkerFailures(),
                closer);
        this.thread = new Thread(this::work, "worker");
    }

    /**
     * Checks the topics, then joins the group and begins to look for models.
     *
     * @throws ConfigurationException when topics are missing or do not fit together
     */
    public void start() {
        RequiredTopics.check(settings, topics);
        supply.start();
        thread.start();
        LOG.info("worker {} of group {} votes as {}", identity.name(), identity.group(), identity.labeller());
    }

    private void work() {
        Throwable cause = null;
        try {
            consumer.subscribe(List.of(topics.resumes()), loop);
            loop.run(settings.duration(WorkerConfig.STOP_TIMEOUT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the worker is stopping after a failure", e);
            cause = e;
        } finally {
            leave();
            stopped.complete(cause);
            loop.settled().completeExceptionally(cause == null ? new CancellationException("stopped") : cause);
        }
    }

    /** A worker with a name of its own keeps its place, so that its restart moves no partition; others take over from one without. */
    private void leave() {
        boolean named = identity.instance() != null;
        consumerMeters.close();
        try {
            consumer.close(CloseOptions.groupMembershipOperation(
                            named ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(Duration.ofSeconds(2)));
        } catch (RuntimeException e) {
            LOG.warn("left the group without notice: {}", e.toString());
        }
        tracing.close();
        supply.close();
        closer.shutdown();
    }

    /** Completes when the worker has stopped: with null after {@link #close}, with the cause after a failure. */
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /** The labeller's name on its votes. */
    public String labeller() {
        return identity.labeller();
    }

    /** Completes when it first knows what to do: it has joined its group, and a model votes or none is there to be used. */
    public CompletableFuture<Void> settled() {
        return loop.settled();
    }

    /** Whether it works and a model votes. */
    @Override
    public boolean isReady() {
        return isRunning() && loop.hasJoined() && loop.hasModel();
    }

    /** Whether it goes round; a model that is being loaded does not keep it from that. */
    @Override
    public boolean isLive() {
        return isRunning() && System.nanoTime() - loop.steppedAt() < STUCK.toNanos();
    }

    @Override
    public String describe() {
        if (!isRunning()) {
            return "stopped";
        }
        if (!loop.hasJoined()) {
            return "joining its group";
        }
        if (loop.hasModel()) {
            return "voting as " + identity.labeller();
        }
        return loop.settled().isDone() ? "abstaining: no usable model" : "loading its first model";
    }

    private boolean isRunning() {
        return thread.isAlive() && !stopped.isDone();
    }

    /** Finishes what it has begun, as far as time allows, commits, and leaves. */
    @Override
    public void close() {
        loop.stop();
        try {
            if (thread.isAlive()) {
                thread.join();
            } else {
                leave(); // it never started, or has ended; closing twice does no harm
                stopped.complete(null);
            }
            closer.awaitTermination(STUCK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

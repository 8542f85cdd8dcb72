package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.loop.LoopSettings;
import io.rolestream.common.loop.TransactionalLoop;
import io.rolestream.common.reading.GroupCheck;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.Service;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.Vote;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model worker in this process. To scale out, start one process per device, up to one per partition. */
public final class Worker implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private static final Duration MODELS_CLOSE_WITHIN = Duration.ofMinutes(3);

    private final Cluster cluster;
    private final Duration stopTimeout;
    private final Duration stuckAfter;
    private final WorkerIdentity identity;
    private final ModelSupply supply;
    private final Tracing tracing;
    private final VoteRecords records;
    private final VoteStep step;
    private final TransactionalLoop<ReadableResume, Vote> loop;
    private final ExecutorService closer;
    private final Thread thread;
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();

    /**
     * Connects to nothing yet.
     *
     * @param supply is closed with the worker
     * @throws ConfigurationException when a setting is not right
     */
    public Worker(Cluster cluster, WorkerSettings settings, ModelSupply supply, MeterRegistry meters) {
        this.cluster = cluster;
        this.stopTimeout = settings.limits().stop();
        this.stuckAfter = settings.limits().stuck();
        Topics topics = cluster.topics();
        this.identity = WorkerIdentity.of(settings, topics);
        this.supply = supply;
        this.closer = Executors.newSingleThreadExecutor(task -> new Thread(task, "worker-model-closer"));
        this.tracing = Tracing.of(settings.tracing(), "rolestream-worker");
        this.records = new VoteRecords(topics, cluster.registry(), tracing);
        this.step = new VoteStep(
                cluster.resumeReader(settings.resumeChars()),
                records,
                supply,
                identity.labeller(),
                new WorkerMeters(meters, identity.labeller(), topics.resumes()),
                closer);
        this.loop = new TransactionalLoop<>(
                cluster.clients(),
                new LoopSettings(
                        "worker",
                        List.of(topics.resumes()),
                        identity.group(),
                        identity.instance(),
                        identity.transactionalId(),
                        settings.commitInterval()),
                step,
                meters);
        this.thread = new Thread(this::work, "worker");
    }

    /**
     * Checks the topics and schemas, waiting for the registry, then joins the group and begins to look for models.
     *
     * @throws ConfigurationException when topics or schemas are missing or do not fit together, or its group is not its
     *     own
     */
    @Override
    public void start() throws InterruptedException {
        RequiredSchemas.await(cluster, Subjects.ofWorker(cluster.topics()));
        records.maxLetterBytes(RequiredTopics.check(cluster));
        GroupCheck.check(cluster, identity.group(), Set.of(cluster.topics().resumes()), false);
        supply.start();
        thread.start();
        LOG.info(
                "worker {} of group {} votes as {}",
                identity.name(),
                identity.group().id(),
                identity.labeller());
    }

    private void work() {
        Throwable cause = null;
        try {
            loop.run(stopTimeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CommandFailedException | ConfigurationException e) {
            cause = e; // says itself what to do
        } catch (RuntimeException | Error e) {
            LOG.error("the worker is stopping after a failure", e);
            cause = e;
        } finally {
            leave();
            stopped.complete(cause);
            loop.working().completeExceptionally(cause == null ? new CancellationException("stopped") : cause);
        }
    }

    private void leave() {
        loop.leave();
        tracing.close();
        supply.close();
        closer.shutdown();
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /** The labeller's name on its votes. */
    public String labeller() {
        return identity.labeller();
    }

    /**
     * Completes when it first knows what to do: it has joined its group, and a model votes or none is there to be used.
     */
    public CompletableFuture<Void> settled() {
        return loop.working();
    }

    /** Whether it works and a model votes. */
    @Override
    public boolean isReady() {
        return isRunning()
                && loop.problem() == null
                && loop.hasJoined()
                && step.hasModel()
                && cluster.waitsForRegistry() == null;
    }

    @Override
    public String name() {
        return "worker";
    }

    /** Whether its loop makes rounds, which loading a model does not stop, or it has not started yet. */
    @Override
    public boolean isLive() {
        return !stopped.isDone() && (isStarting() || (isRunning() && !isStuck()));
    }

    @Override
    public String describe() {
        String waiting = cluster.waitsForRegistry();
        if (waiting != null && isLive()) {
            return waiting;
        }
        if (!isRunning()) {
            return isStarting() ? "starting" : "stopped";
        }
        if (isStuck()) {
            return "stuck: its loop has not gone round for %d s"
                    .formatted(sinceLastRound().toSeconds());
        }
        String problem = loop.problem();
        if (problem != null) {
            return problem;
        }
        if (!loop.hasJoined()) {
            return "joining its group";
        }
        if (step.hasModel()) {
            return "voting as " + identity.labeller();
        }
        return loop.working().isDone() ? "abstaining: no usable model" : "loading its first model";
    }

    private boolean isStuck() {
        return sinceLastRound().compareTo(stuckAfter) >= 0;
    }

    private Duration sinceLastRound() {
        return Duration.ofNanos(System.nanoTime() - loop.lastRound());
    }

    private boolean isStarting() {
        return thread.getState() == Thread.State.NEW;
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
            closer.awaitTermination(MODELS_CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.rolestream.common.loop;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.Service;
import io.rolestream.common.service.Threads;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that is one {@link TransactionalLoop} on a thread of its own, with a model that the loop swaps between two
 * records. Subclasses say what the loop does, what is checked before it starts, and what is closed with it.
 */
public abstract class LoopService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(LoopService.class);

    private static final Duration MODELS_CLOSE_WITHIN = Duration.ofMinutes(3);

    /** What a round may take that has begun; one that waits for a broker is broken off. */
    private static final Duration ROUND_WITHIN = Duration.ofSeconds(5);

    private final String name;
    private final Cluster cluster;
    private final Duration stopTimeout;
    private final Duration stuckAfter;
    private final ExecutorService closer;
    private final Thread thread;
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();

    /**
     * Connects to nothing yet.
     *
     * @param name for messages, and of the thread
     * @param stopTimeout how long it may take to finish what it has begun, when it stops
     * @param stuckAfter how long its loop may take to go round; beyond, it is not live
     */
    protected LoopService(String name, Cluster cluster, Duration stopTimeout, Duration stuckAfter) {
        this.name = name;
        this.cluster = cluster;
        this.stopTimeout = stopTimeout;
        this.stuckAfter = stuckAfter;
        this.closer = Executors.newSingleThreadExecutor(task -> new Thread(task, name + "-model-closer"));
        this.thread = new Thread(this::work, name);
    }

    /** The loop, always the same. */
    protected abstract TransactionalLoop<?, ?> loop();

    /**
     * Checks what the service needs, and begins to look for models.
     *
     * @throws ConfigurationException when topics or schemas are missing or do not fit together, or its group is not its
     *     own
     */
    protected abstract void prepare() throws InterruptedException;

    /** Whether a model is in use. Any thread may ask. */
    protected abstract boolean hasModel();

    /**
     * What it does while it works, for people.
     *
     * @param settled whether it is known that there is no usable model, where none is in use
     */
    protected abstract String activity(boolean settled);

    /** Closes what else it holds, after the loop has ended. May be called twice. */
    protected abstract void closeRest();

    /** Where models that are not needed any more are closed, which may take a while. */
    protected final ExecutorService closer() {
        return closer;
    }

    @Override
    public final void start() throws InterruptedException {
        prepare();
        thread.start();
    }

    private void work() {
        Throwable cause = null;
        try {
            loop().run(stopTimeout);
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (CommandFailedException | ConfigurationException e) {
            cause = e; // says itself what to do
        } catch (RuntimeException | Error e) {
            LOG.error("the {} is stopping after a failure", name, e);
            cause = e;
        } finally {
            leave();
            stopped.complete(cause);
            loop().working().completeExceptionally(cause == null ? new CancellationException("stopped") : cause);
        }
    }

    private void leave() {
        loop().leave();
        closeRest();
        closer.shutdown();
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /**
     * Completes when it first knows what to do: it has joined its group, and a model is in use or none is there to be
     * used.
     */
    public CompletableFuture<Void> settled() {
        return loop().working();
    }

    /** Whether it works and a model is in use. */
    @Override
    public boolean isReady() {
        return isRunning()
                && loop().problem() == null
                && loop().hasJoined()
                && hasModel()
                && cluster.waitsForRegistry() == null;
    }

    @Override
    public String name() {
        return name;
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
        String problem = loop().problem();
        if (problem != null) {
            return problem;
        }
        if (!loop().hasJoined()) {
            return "joining its group";
        }
        return activity(loop().working().isDone());
    }

    private boolean isStuck() {
        return sinceLastRound().compareTo(stuckAfter) >= 0;
    }

    private Duration sinceLastRound() {
        return Duration.ofNanos(System.nanoTime() - loop().lastRound());
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
        loop().stop();
        try {
            if (thread.isAlive()) {
                Threads.awaitEnd(thread, stopTimeout.plus(ROUND_WITHIN));
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

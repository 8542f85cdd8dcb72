package io.rolestream.stream.worker;

import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.stream.worker.ModelVotes.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model of a supply for callers on many threads, who ask about one text at a time. It votes and abstains as a
 * worker does.
 *
 * <p><b>The swap.</b> A thread of its own takes what the supply offers. From then on, texts go to the new model, while
 * the previous one finishes what it was given before it is closed. A caller that still had the previous one in hand and
 * finds it closed asks the new one, so a swap is not noticed.
 */
public final class SharedModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedModel.class);

    private static final long LOOK_MILLIS = 20;

    private final ModelSupply supply;
    private final String labeller;
    private final Thread thread = new Thread(this::follow, "model-swaps");
    private final CompletableFuture<ModelGoneException> broken = new CompletableFuture<>();
    private volatile @Nullable VotingModel model;
    private volatile boolean settled;
    private volatile boolean closed;

    /**
     * @param supply of models that may be called by many threads; closed with this
     * @param labeller the name on abstentions
     */
    public SharedModel(ModelSupply supply, String labeller) {
        GeneratedRecords.trust(); // votes have defaults
        this.supply = supply;
        this.labeller = labeller;
    }

    /** Begins to look for models. */
    public void start() throws InterruptedException {
        supply.start();
        look();
        thread.start();
    }

    private void follow() {
        try {
            while (!closed) {
                Thread.sleep(LOOK_MILLIS);
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        }
    }

    private void look() {
        boolean known = supply.isSettled(); // asked first: a supply offers the model before it is settled
        ModelSupply.Change change = supply.poll();
        if (change != null) {
            take(change.model());
        }
        settled = known;
    }

    private void take(@Nullable VotingModel next) {
        VotingModel previous = model;
        model = next;
        if (previous != null) {
            previous.close();
        }
    }

    /** Whether it is known which model votes first, or that there is none. */
    public boolean isSettled() {
        return settled;
    }

    /** The version that votes now; null if there is none. */
    public @Nullable String version() {
        VotingModel current = model;
        return current == null ? null : current.version();
    }

    /**
     * Whether enough is waiting already to keep the device busy; further texts should be refused, or wait elsewhere.
     */
    public boolean isFull() {
        VotingModel current = model;
        return current != null && current.isFull();
    }

    /** Completes if the engine has failed, so that nothing can be computed in this process any more. */
    public CompletableFuture<ModelGoneException> broken() {
        return broken;
    }

    /**
     * Votes on a text, in the background. Waits while the model's queue is full.
     *
     * @return an abstention if there is no model, or it fails on the text; fails with {@link ModelGoneException} if
     *     nothing can be computed any more
     */
    public CompletableFuture<Vote> vote(String text) throws InterruptedException {
        while (true) {
            VotingModel current = model;
            if (current == null) {
                return CompletableFuture.completedFuture(ModelVotes.abstention(labeller, "", Reason.NO_MODEL));
            }
            CompletableFuture<Vote> vote = current.vote(text);
            if (!isClosed(vote) || current == model) {
                return vote.exceptionally(failure -> abstention(current.version(), failure));
            }
        }
    }

    /** Whether the model was closed before it took the text. */
    private static boolean isClosed(CompletableFuture<Vote> vote) {
        return vote.isCompletedExceptionally()
                && vote.handle((voted, failure) -> failure instanceof ModelGoneException gone && !gone.broken())
                        .join();
    }

    private Vote abstention(String version, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ModelGoneException gone) {
            if (gone.broken()) {
                broken.complete(gone);
            }
            throw gone;
        }
        LOG.warn("model {} fails on a text: {}", version, cause.toString());
        return ModelVotes.abstention(labeller, version, Reason.FAILED);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        take(null);
        supply.close();
    }
}

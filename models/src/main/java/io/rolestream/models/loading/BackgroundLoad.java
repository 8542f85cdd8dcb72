package io.rolestream.models.loading;

import io.rolestream.models.artifact.ModelRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads a model on a thread of its own, so that the calling thread can follow the announcements meanwhile and give the
 * load up when another version is wanted: a large download must not keep a rollback waiting.
 *
 * @param <M> what is loaded
 */
public final class BackgroundLoad<M extends LoadedVersion> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final CompletableFuture<M> result = new CompletableFuture<>();
    private final Thread thread;

    /** Loads a model; see {@link ModelLoader#load}. */
    @FunctionalInterface
    public interface Load<M> {
        M load() throws ModelRefusedException, IOException, InterruptedException;
    }

    /** Whether the model that is being loaded is still wanted. */
    @FunctionalInterface
    public interface Look {
        boolean isWanted() throws InterruptedException;
    }

    private BackgroundLoad(Load<M> load) {
        thread = new Thread(() -> run(load), "model-loading");
        thread.setDaemon(true);
    }

    /**
     * Loads a model; looks several times a second whether it is still wanted.
     *
     * @return null if it was given up; the thread may take a while to end
     */
    public static <M extends LoadedVersion> @Nullable M load(Load<M> load, Look look)
            throws ModelRefusedException, IOException, InterruptedException {
        BackgroundLoad<M> background = new BackgroundLoad<>(load);
        background.thread.start();
        try {
            return background.await(look);
        } catch (InterruptedException e) {
            background.giveUp();
            background.thread.join(STOP_TIMEOUT.toMillis());
            throw e;
        } catch (RuntimeException | Error e) {
            background.giveUp();
            throw e;
        }
    }

    private void run(Load<M> load) {
        try {
            M model = load.load();
            if (!result.complete(model)) {
                model.close();
            }
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private @Nullable M await(Look look) throws ModelRefusedException, IOException, InterruptedException {
        while (true) {
            try {
                return result.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (!look.isWanted()) {
                    giveUp();
                    return null;
                }
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            }
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) throws ModelRefusedException, IOException {
        if (cause instanceof ModelRefusedException refused) {
            throw refused;
        }
        if (cause instanceof IOException failed) {
            throw failed;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("a model was not loaded", cause);
    }

    /** The model is closed if it comes nevertheless. */
    private void giveUp() {
        if (result.cancel(false)) {
            thread.interrupt();
        } else if (!result.isCompletedExceptionally()) {
            result.join().close();
        }
    }
}

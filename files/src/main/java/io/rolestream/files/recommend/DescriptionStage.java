package io.rolestream.files.recommend;

import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.writing.DescriptionSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Gets descriptions of resumes, and reads them.
 *
 * <p>A generator and a bi-encoder make their caller wait while their queues are full, and each gives its results on
 * threads that the other one's queue must not stop: two full queues would wait for each other for ever. So one thread
 * of this stage waits for the generator alone, and another one for the bi-encoder.
 */
final class DescriptionStage implements AutoCloseable {
    private final RowRanking ranking;
    private final DescriptionSource source;
    private final ExecutorService writing = thread("describe");
    private final ExecutorService reading = thread("read-descriptions");
    private final Set<CompletableFuture<GeneratedDescription>> unfinished = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    DescriptionStage(RowRanking ranking, DescriptionSource source) {
        this.ranking = ranking;
        this.source = source;
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The description of a resume, once there is its profile; null if it has none. Returns at once. */
    CompletableFuture<@Nullable ProfiledDescription> of(CompletableFuture<Profile> resume) {
        return resume.thenComposeAsync(this::written, writing).thenComposeAsync(this::profiled, reading);
    }

    private CompletableFuture<@Nullable GeneratedDescription> written(Profile resume) {
        try {
            CompletableFuture<GeneratedDescription> description = source.of(resume);
            if (description == null) {
                return CompletableFuture.completedFuture(null);
            }
            unfinished.add(description);
            CompletableFuture<@Nullable GeneratedDescription> finished = description.thenApply(text -> text);
            description.whenComplete((text, failure) -> unfinished.remove(description));
            if (closed) {
                description.cancel(true);
            }
            return finished;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private CompletableFuture<@Nullable ProfiledDescription> profiled(@Nullable GeneratedDescription description) {
        if (description == null) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return ranking.profile(description).thenApply(profiled -> profiled);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while descriptions were written", cause);
    }

    /** Asks for no more descriptions, and cancels those that are not written yet. */
    @Override
    public void close() {
        closed = true;
        writing.shutdownNow();
        reading.shutdownNow();
        unfinished.forEach(description -> description.cancel(true));
    }
}

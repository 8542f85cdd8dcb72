package io.rolestream.stream.describing;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.engine.task.GeneratedText;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.writing.DescriptionWriter;
import io.rolestream.matching.writing.Writing;
import io.rolestream.stream.worker.ModelGoneException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that writes descriptions. Resumes that wait are decoded together, and new ones join while others are
 * being written; the text is that of each alone.
 */
final class CheckpointGenerator implements DescribingModel {
    private final String name;
    private final String version;
    private final DescriptionWriter writer;

    /** @param writer is closed with this */
    CheckpointGenerator(String name, String version, DescriptionWriter writer) {
        this.name = name;
        this.version = version;
        this.writer = writer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean isFull() {
        return writer.isFull();
    }

    @Override
    public CompletableFuture<Draft> describe(Profile resume) throws InterruptedException {
        try {
            Writing writing = writer.write(resume);
            CompletableFuture<Draft> draft =
                    writing.answer().handle((answer, failure) -> toDraft(answer, failure, writing.seed()));
            var unused = draft.whenComplete((done, failure) -> {
                if (draft.isCancelled()) {
                    writing.answer().cancel(false);
                }
            });
            return draft;
        } catch (EngineClosedException | EngineBrokenException e) {
            return CompletableFuture.failedFuture(gone(e));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // it cannot be turned into tokens
        }
    }

    private Draft toDraft(@Nullable GeneratedText answer, @Nullable Throwable failure, long seed) {
        if (answer == null) {
            throw failure instanceof EngineClosedException || failure instanceof EngineBrokenException
                    ? gone(failure)
                    : new CompletionException(failure);
        }
        return new Draft(
                answer.ended() ? DescriptionOutcome.FINISHED : DescriptionOutcome.CUT,
                answer.text().strip(),
                answer.tokens().length,
                name,
                version,
                seed);
    }

    private static ModelGoneException gone(Throwable cause) {
        return new ModelGoneException(cause instanceof EngineBrokenException, cause);
    }

    @Override
    public void close() {
        writer.close();
    }
}

package io.rolestream.matching.writing;

import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Profile;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the descriptions of resumes come from. Thread-safe. */
@FunctionalInterface
public interface DescriptionSource extends AutoCloseable {
    /**
     * The description of a resume, or null if there is none.
     *
     * @return completes in the background
     */
    @Nullable
    CompletableFuture<GeneratedDescription> of(Profile resume) throws InterruptedException;

    @Override
    default void close() {}
}

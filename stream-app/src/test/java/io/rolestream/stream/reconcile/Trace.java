package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelVote;
import io.rolestream.schemas.resume.Relabel;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What went into a {@link Reconciler}, step by step, and what came out of it.
 *
 * @param steps in their order
 */
record Trace(List<Step> steps) {

    /**
     * One step.
     *
     * @param refused whether the input was refused as unusable
     */
    record Step(Input input, Instant at, boolean refused, List<Outcome> outcomes) {}

    sealed interface Input {}

    record Resume(String resumeId, String hash, long offset, Relabel relabel, OptionalLong original) implements Input {}

    record Forget(String resumeId, long offset) implements Input {}

    record Vote(LabelVote value) implements Input {}

    record Correct(String resumeId, @Nullable String hash, String role) implements Input {}

    /** What is due is decided on, so many at most. */
    record Expire(int atMost) implements Input {}

    /** The task starts, over the state that is there. */
    record Start() implements Input {}
}

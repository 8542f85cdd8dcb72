package io.rolestream.trainer.matching.store;

import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.trainer.matching.feedback.Reaction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record of one of the topics.
 *
 * @param change null if the record is invalid, and only read past
 */
record MatchRecord(
        TopicPartition partition, long offset, @Nullable Change change) {
    /** What a record changes. */
    sealed interface Change {}

    /** @param at when it was sent, in milliseconds since 1970 */
    record Resumed(Candidate resume, long at) implements Change {}

    /**
     * A resume, and what its owner did before, is erased.
     *
     * @param at when, in milliseconds since 1970
     * @param inOrder whether the record follows those of the resume itself, so that every text read before is erased,
     *     whatever the time says
     */
    record Erased(String resumeId, long at, boolean inOrder) implements Change {}

    record Posted(Posting job) implements Change {}

    /**
     * A job, and what people did with it before, is erased.
     *
     * @param at when, in milliseconds since 1970
     */
    record Closed(String jobId, long at) implements Change {}

    /** @param at when it happened, and not after it was sent, in milliseconds since 1970 */
    record Reacted(Reaction reaction, long at) implements Change {}
}

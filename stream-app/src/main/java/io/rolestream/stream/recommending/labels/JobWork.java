package io.rolestream.stream.recommending.labels;

import io.rolestream.events.Vote;
import io.rolestream.schemas.job.ReadableJob;

/** What is done about a record of {@code jobs}. */
sealed interface JobWork {
    /**
     * A posting is labelled.
     *
     * @param text that is judged
     */
    record Label(ReadableJob job, String text, Vote ruleVote) implements JobWork {}

    /** A deleted job's label is deleted. */
    record Delete(String jobId) implements JobWork {}
}

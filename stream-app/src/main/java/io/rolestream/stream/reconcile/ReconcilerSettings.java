package io.rolestream.stream.reconcile;

import io.rolestream.rules.decision.DecisionPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the {@link Reconciler}.
 *
 * @param modelLabeller the labeller whose vote is awaited; if null, the rules decide at once
 * @param deadline how long a resume waits for the model's vote
 * @param earlyVoteRetention how long a vote waits for its resume
 * @param observing labellers whose votes are recorded, never awaited
 * @param excerptChars number of characters that a disagreement quotes
 * @param reviewBelow labels with less confidence are sent to people, 0 to 1
 */
public record ReconcilerSettings(
        DecisionPolicy policy,
        @Nullable String modelLabeller,
        Duration deadline,
        Duration earlyVoteRetention,
        Observing observing,
        int excerptChars,
        float reviewBelow) {
    public ReconcilerSettings {
        if (deadline.isNegative() || deadline.isZero() || earlyVoteRetention.compareTo(deadline) < 0) {
            throw new IllegalArgumentException(
                    "the deadline must be positive, and early votes must be kept at least as long");
        }
    }

    /** Whether votes are read at all. */
    public boolean readsVotes() {
        return modelLabeller != null || !observing.labellers().isEmpty();
    }

    /** Whether a labeller's votes are of use. */
    public boolean knows(String labeller) {
        return labeller.equals(modelLabeller) || observing.labellers().contains(labeller);
    }
}

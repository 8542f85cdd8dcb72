package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;

/** Receives the {@link Reconciler}'s conclusions. */
public interface Outcomes {
    void labelled(LabelledRole label);

    void disagreed(LabelDisagreement disagreement);

    /** Called once for each new content, whatever its label will be. */
    void learnable(TrainingExample example);

    /** The resume was deleted; its label and disagreement are withdrawn. */
    void forgotten(String resumeId);

    /**
     * A record that changes nothing: a repeated resume, or a relabelling, vote or correction of a text that is not
     * current.
     */
    void ignored(IgnoredBecause reason);

    /** Why a record changes nothing. */
    enum IgnoredBecause {
        REPEATED_RESUME,
        SUPERSEDED_RELABEL,
        SUPERSEDED_VOTE,
        FOREIGN_VOTE,
        EXPIRED_VOTE,
        REPEATED_CORRECTION,
        SUPERSEDED_CORRECTION
    }
}

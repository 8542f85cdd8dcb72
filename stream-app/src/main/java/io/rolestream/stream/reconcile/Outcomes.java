package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;

/** Receives the {@link Reconciler}'s conclusions. */
public interface Outcomes {
    void labelled(LabelledRole label);

    void disagreed(LabelDisagreement disagreement);

    /** Called once for each new content. */
    void learnable(TrainingExample example);

    /** The resume was deleted: its label and disagreement are withdrawn. */
    void forgotten(String resumeId);

    /** A record changed nothing. */
    void ignored(IgnoredBecause reason);

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

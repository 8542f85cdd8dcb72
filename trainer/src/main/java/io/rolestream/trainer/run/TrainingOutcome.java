package io.rolestream.trainer.run;

import io.rolestream.common.text.Keyed;
import java.util.List;

/**
 * The outcome of a training.
 *
 * @param version in training
 * @param reasons why it was not published, in sentences; empty if it was
 */
public record TrainingOutcome(Kind kind, String version, List<String> reasons) {
    /** The ways in which a training ends. */
    public enum Kind implements Keyed {
        /** Announced as champion or challenger. */
        PUBLISHED,
        /** Announced as rejected, since it failed the gate. */
        REJECTED,
        /** Dropped, since a later version was announced meanwhile. */
        SURPASSED,
        /** There is too little to train on. */
        IMPOSSIBLE,
        FAILED,
        /** Not finished: can be continued. */
        STOPPED
    }

    public TrainingOutcome {
        reasons = List.copyOf(reasons);
    }

    TrainingOutcome(Kind kind, String version) {
        this(kind, version, List.of());
    }
}

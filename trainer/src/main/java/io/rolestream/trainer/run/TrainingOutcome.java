package io.rolestream.trainer.run;

import io.rolestream.common.text.Keyed;
import java.util.List;

/**
 * How a training ended.
 *
 * @param version that it was to be
 * @param reasons why it was not published, in sentences; empty where it was
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
        /** Not over: can be gone on with. */
        STOPPED
    }

    public TrainingOutcome {
        reasons = List.copyOf(reasons);
    }

    TrainingOutcome(Kind kind, String version) {
        this(kind, version, List.of());
    }
}

package io.rolestream.trainer.run;

import io.rolestream.common.text.Keyed;

/**
 * The reason for a training.
 *
 * @param sentence the reason with its numbers
 */
public record Trigger(Reason reason, String sentence) {
    /** The kinds of reasons, the most pressing first. */
    public enum Reason implements Keyed {
        COMMAND,
        FIRST,
        CORRECTIONS,
        INPUT_DRIFT,
        DISAGREEMENT,
        EXAMPLES,
        TIME
    }
}

package io.rolestream.trainer.run;

import io.rolestream.common.text.Keyed;

/** @param sentence the reason with its numbers */
public record Trigger(Reason reason, String sentence) {
    /** Most pressing first. */
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

package io.rolestream.trainer.run;

import io.rolestream.common.text.Keyed;

/** @param sentence the reason with its numbers */
public record Trigger(Reason reason, String sentence) {
    /** What a training waits for that has a reason to begin, while another one runs. */
    public static final String WAITS_FOR_ANOTHER = "another training to end";

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

package io.rolestream.trainer.run;

import java.util.Locale;

/**
 * The reason for a training.
 *
 * @param sentence the reason with its numbers
 */
public record Trigger(Reason reason, String sentence) {
    /** The kinds of reasons, the most pressing first. */
    public enum Reason {
        COMMAND,
        FIRST,
        CORRECTIONS,
        INPUT_DRIFT,
        DISAGREEMENT,
        EXAMPLES,
        TIME;

        /** The name that reports and metrics use. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}

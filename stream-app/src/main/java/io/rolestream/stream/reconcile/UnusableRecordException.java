package io.rolestream.stream.reconcile;

import java.util.function.Supplier;

/**
 * An invalid vote or correction. Nothing has changed when this is thrown; the record becomes a dead letter with this
 * message.
 */
public final class UnusableRecordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UnusableRecordException(String message) {
        super(message);
    }

    /** @param message made only where it is needed: most records are usable, and a number is slow to write out */
    public static void unless(boolean usable, Supplier<String> message) {
        if (!usable) {
            throw new UnusableRecordException(message.get());
        }
    }
}

package io.rolestream.stream.reconcile;

import java.util.function.Supplier;

/** A vote or correction is invalid and has changed nothing. It becomes a dead letter with this message. */
public final class UnusableRecordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UnusableRecordException(String message) {
        super(message);
    }

    /** @param message made only if needed, since most records are usable */
    public static void unless(boolean usable, Supplier<String> message) {
        if (!usable) {
            throw new UnusableRecordException(message.get());
        }
    }
}

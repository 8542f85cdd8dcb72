package io.rolestream.stream.topology;

/** A vote or correction that makes no sense. Nothing has changed when it is thrown; the record is dead-lettered with its message. */
public final class UnusableRecordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UnusableRecordException(String message) {
        super(message);
    }

    static void unless(boolean usable, String message) {
        if (!usable) {
            throw new UnusableRecordException(message);
        }
    }
}

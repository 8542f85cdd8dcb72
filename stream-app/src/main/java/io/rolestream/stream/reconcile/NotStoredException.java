package io.rolestream.stream.reconcile;

/** State could not be read or written, or a conclusion not be sent; the record that led to it is not to blame. */
public final class NotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotStoredException(RuntimeException cause) {
        super("the labels' state or topics cannot be read or written: " + cause.getMessage(), cause);
    }
}

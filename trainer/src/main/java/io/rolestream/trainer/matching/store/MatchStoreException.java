package io.rolestream.trainer.matching.store;

/** The database of matches cannot be used. The message names the file and what to do. */
public final class MatchStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MatchStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

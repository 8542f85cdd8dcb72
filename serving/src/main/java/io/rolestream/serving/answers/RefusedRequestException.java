package io.rolestream.serving.answers;

/** A request that is not answered; the message says why. It is for the client alone, since it may quote the request. */
public final class RefusedRequestException extends RuntimeException {
    public static final int INVALID = 400;
    public static final int NOT_HERE = 404;
    public static final int TOO_LARGE = 413;
    public static final int TOO_MANY = 429;
    public static final int UNAVAILABLE = 503;

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of HTTP */
    public RefusedRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}

package io.rolestream.embedded;

/** An answer other than 200, with Confluent's error code. */
final class RegistryError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    RegistryError(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static RegistryError notFound(int code, String message) {
        return new RegistryError(404, code, message);
    }

    static RegistryError unprocessable(int code, String message) {
        return new RegistryError(422, code, message);
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

package io.rolestream.embedded;

/** An answer other than 200, with Confluent's error code: a status, or a status with two more digits. */
final class RegistryError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    RegistryError(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}

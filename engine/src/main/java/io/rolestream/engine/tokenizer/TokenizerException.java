package io.rolestream.engine.tokenizer;

/** A checkpoint's tokenizer is missing or unusable. */
public final class TokenizerException extends RuntimeException {
    TokenizerException(String message) {
        super(message);
    }

    TokenizerException(String message, Throwable cause) {
        super(message, cause);
    }
}

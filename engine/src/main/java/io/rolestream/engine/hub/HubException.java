package io.rolestream.engine.hub;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A base model is not available. The message says which, why, and what to do if there is a remedy. */
public class HubException extends IOException {
    private static final long serialVersionUID = 1L;

    HubException(String message) {
        super(message);
    }

    HubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

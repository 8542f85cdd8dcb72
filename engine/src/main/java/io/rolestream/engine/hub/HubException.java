package io.rolestream.engine.hub;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A base model cannot be had. The message says which, why, and where there is a remedy, what it is. */
public class HubException extends IOException {
    private static final long serialVersionUID = 1L;

    HubException(String message) {
        super(message);
    }

    HubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

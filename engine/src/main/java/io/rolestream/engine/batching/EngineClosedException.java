package io.rolestream.engine.batching;

import io.rolestream.engine.torch.ProcessEndsException;

/** The model was closed, or the process ends, before a request was computed. */
public final class EngineClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public EngineClosedException(String message) {
        super(message);
    }

    EngineClosedException(ProcessEndsException cause) {
        super(cause.getMessage(), cause);
    }
}

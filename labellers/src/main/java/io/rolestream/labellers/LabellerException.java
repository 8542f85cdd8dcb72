package io.rolestream.labellers;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A labeller cannot be opened. The message names it, what is wrong, and what to do. */
public final class LabellerException extends IOException {
    private static final long serialVersionUID = 1;

    public LabellerException(LabellerSpec spec, String reason) {
        this(spec, reason, null);
    }

    public LabellerException(LabellerSpec spec, String reason, @Nullable Throwable cause) {
        super("labeller " + spec + ": " + reason, cause);
    }
}

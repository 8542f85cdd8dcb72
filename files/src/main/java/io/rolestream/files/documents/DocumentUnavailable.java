package io.rolestream.files.documents;

import java.io.IOException;

/** A document's bytes could not be read; they may be later. The message continues its name. */
public final class DocumentUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    DocumentUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

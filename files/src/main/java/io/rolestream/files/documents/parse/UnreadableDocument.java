package io.rolestream.files.documents.parse;

/** A document that has no text to offer. The message continues its name: "is encrypted; ...". */
final class UnreadableDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableDocument(String message) {
        super(message);
    }

    UnreadableDocument(String message, Throwable cause) {
        super(message, cause);
    }
}

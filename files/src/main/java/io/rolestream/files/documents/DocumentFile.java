package io.rolestream.files.documents;

import java.io.IOException;
import java.io.InputStream;

/**
 * One document of a folder or an archive, or a single one.
 *
 * @param name its path there, with {@code /}; the id of the resume
 */
public record DocumentFile(String name, Content content) {

    /** Opens a document. */
    public interface Content {
        /** @throws IOException if it can't be opened, or was removed */
        InputStream open() throws IOException;
    }

    /** Its bytes, at most one more than asked for. */
    byte[] bytes(int maxBytes) throws IOException {
        try (InputStream in = content.open()) {
            return in.readNBytes(maxBytes + 1);
        }
    }
}

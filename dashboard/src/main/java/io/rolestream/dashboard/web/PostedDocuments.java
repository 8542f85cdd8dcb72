package io.rolestream.dashboard.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.TooManyRequestsResponse;
import io.rolestream.files.documents.DocumentFile;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.documents.DocumentReader;
import io.rolestream.files.documents.parse.ParsedDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text of a document that a user chose, for the boxes in which texts are tried. One is read at a time, by a process
 * of its own that ends with it; nothing is stored or sent.
 */
final class PostedDocuments {
    static final String PATH = "/api/document";
    /** A resume with a photograph; it is held in this process's memory. */
    static final int MAX_BYTES = 5 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(PostedDocuments.class);

    private final DocumentLimits limits;
    private final Semaphore free = new Semaphore(1);

    /** @param skills of the skills section; null without one */
    record Content(String text, @Nullable String skills) {}

    PostedDocuments(DocumentLimits limits) {
        this.limits = limits;
    }

    /** @throws HttpResponseException if the document has no text, or another is being read */
    Content read(byte[] document) {
        if (!free.tryAcquire()) {
            throw new TooManyRequestsResponse("Another document is being read; try again in some seconds.");
        }
        try (DocumentReader reader = new DocumentReader(limits)) {
            ParsedDocument parsed = reader.read(new DocumentFile("document", () -> new ByteArrayInputStream(document)));
            if (parsed.text() == null) {
                throw new BadRequestResponse("The document " + parsed.problem() + ".");
            }
            return new Content(parsed.text(), parsed.skills());
        } catch (IOException e) {
            LOG.error("no process to read a document", e);
            throw new ServiceUnavailableResponse("Documents can't be read here; see the service's log.");
        } finally {
            free.release();
        }
    }
}

package io.rolestream.files.documents;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import org.apache.kafka.common.config.ConfigDef;

/** The keys for resumes that are documents. */
public final class DocumentConfig {
    public static final String MAX_BYTES = "documents.max.bytes";
    public static final String MAX_CHARS = "documents.max.chars";
    public static final String MAX_FILES = "documents.max.files";
    public static final String MAX_EXPANDED_MEGABYTES = "documents.max.expanded.megabytes";
    public static final String TIMEOUT = "documents.timeout";
    public static final String HEAP_MEGABYTES = "documents.heap.megabytes";

    private static final int LARGEST = 200 * 1024 * 1024;

    private DocumentConfig() {}

    public static DocumentLimits limits(Settings settings) {
        return new DocumentLimits(
                settings.integer(MAX_BYTES),
                settings.integer(MAX_CHARS),
                settings.integer(MAX_FILES),
                settings.integer(MAX_EXPANDED_MEGABYTES),
                settings.duration(TIMEOUT),
                settings.integer(HEAP_MEGABYTES));
    }

    public static ConfigDef define(ConfigDef definitions) {
        DocumentLimits standard = DocumentLimits.STANDARD;
        Keys keys = new Keys(definitions);
        keys.integer(MAX_BYTES, standard.maxBytes(), 1, LARGEST)
                .doc("Largest document (PDF, DOCX, ODT, RTF, HTML, text) that is read, in bytes.");
        keys.integer(MAX_CHARS, standard.maxChars(), 1, 1_000_000)
                .doc("Longest text of a document, in UTF-16 code units. A document with more is an error, not cut.");
        keys.integer(MAX_FILES, standard.maxFiles(), 1, 1_000_000).doc("Most documents in a folder or a ZIP archive.");
        keys.integer(MAX_EXPANDED_MEGABYTES, standard.maxExpandedMegabytes(), 1, 1_000_000)
                .doc("Largest sum of the unpacked documents of a ZIP archive, in megabytes.");
        keys.duration(TIMEOUT, standard.timeout().toSeconds() + "s")
                .doc("Longest time to read one document. The process that reads it is then killed and replaced.");
        keys.integer(HEAP_MEGABYTES, standard.heapMegabytes(), 64, 4096)
                .doc("Java heap of the process that reads documents, in megabytes. A document that needs more is an"
                        + " error.");
        return definitions;
    }
}

package io.rolestream.files.documents;

import io.rolestream.schemas.resume.ResumeReader;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the name of a file in a folder or an archive says. */
final class DocumentNames {
    private static final Set<String> TABLES = Set.of("csv", "tsv", "json", "jsonl", "ndjson", "parquet", "gz");
    /** Of files that are still being written. */
    private static final Set<String> PARTIAL = Set.of("part", "crdownload", "filepart", "tmp");

    private static final Set<String> OF_SYSTEMS = Set.of("thumbs.db", "desktop.ini");

    private DocumentNames() {}

    /** Whether it is a file that systems and office programs leave in folders, or is hidden. */
    static boolean isIgnored(String path) {
        if (path.startsWith("__MACOSX/")) {
            return true;
        }
        for (String part : path.split("/", -1)) {
            if (part.startsWith(".") || part.startsWith("~$")) {
                return true;
            }
        }
        if (PARTIAL.contains(extension(path))) {
            return true;
        }
        return OF_SYSTEMS.contains(path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Why such a file is not read as a document; null if it is. */
    static @Nullable String complaint(String path) {
        if (TABLES.contains(extension(path))) {
            return "is a table of rows, not a document; give the file itself to the command";
        }
        if (path.isBlank()) {
            return "has a blank name, which can be no id; rename it";
        }
        return path.length() > ResumeReader.MAX_ID_CHARS
                ? "has a path of %d characters, and an id has at most %d; rename it"
                        .formatted(path.length(), ResumeReader.MAX_ID_CHARS)
                : null;
    }
}

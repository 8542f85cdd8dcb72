package io.rolestream.files.bytes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Finds the array of records in an object that only wraps it, as answers of web services do. */
public final class WrappedArray {

    private static final Set<String> NAMES = Set.of(
            "data",
            "rows",
            "records",
            "items",
            "results",
            "result",
            "resumes",
            "jobs",
            "candidates",
            "applications",
            "documents",
            "docs",
            "content",
            "entries",
            "value",
            "values",
            "list");

    private static final JsonFactory JSON = new JsonFactory();

    private WrappedArray() {}

    /**
     * Where the array begins, in bytes; -1 if the text is no such object. Only fields that are not objects or arrays
     * may precede the array.
     */
    public static int offset(byte[] head) {
        try (JsonParser parser = JSON.createParser(head)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName().toLowerCase(Locale.ROOT);
                JsonToken value = parser.nextToken();
                if (value == null || value == JsonToken.START_OBJECT) {
                    return -1;
                }
                if (value == JsonToken.START_ARRAY) {
                    int offset = (int) parser.currentTokenLocation().getByteOffset();
                    JsonToken first = NAMES.contains(name) ? parser.nextToken() : null;
                    return first == JsonToken.START_OBJECT || first == JsonToken.END_ARRAY ? offset : -1;
                }
            }
        } catch (IOException e) {
            return -1; // Not JSON, or a record longer than the sample; its reader says what is wrong.
        }
        return -1;
    }
}

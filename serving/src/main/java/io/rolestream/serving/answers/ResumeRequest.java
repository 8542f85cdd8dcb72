package io.rolestream.serving.answers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The resumes of a request, in its order. They are read as those of a file are, so the same fields give the same texts
 * and, without an id, the same ids.
 *
 * @param isList whether they came in an array, so that the answer is one too
 */
public record ResumeRequest(List<Row> rows, boolean isList) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_PROBLEM = 200;
    private static final int NO_LIST = -1;

    /**
     * Reads a JSON object, or an array of objects.
     *
     * @param most how many there may be
     * @throws RefusedRequestException if it is neither, or there are more
     */
    public static ResumeRequest parse(byte[] body, int most) {
        String text = text(body);
        int listed = listed(text);
        if (listed > most) {
            throw new RefusedRequestException(
                    RefusedRequestException.TOO_LARGE,
                    "the request has %d resumes; send at most %d at once".formatted(listed, most));
        }
        boolean isList = listed != NO_LIST;
        return new ResumeRequest(listed == 0 ? List.of() : rows(isList ? text : "[" + text + "]"), isList);
    }

    private static List<Row> rows(String list) {
        byte[] bytes = list.getBytes(StandardCharsets.UTF_8);
        List<Row> rows = new ArrayList<>();
        try (RowSource source =
                RowSource.ofResumes(new ByteArrayInputStream(bytes), "the request", ColumnNames.AUTOMATIC)) {
            source.forEachRemaining(rows::add);
        } catch (InputException e) {
            throw new RefusedRequestException(RefusedRequestException.INVALID, String.valueOf(e.getMessage()));
        }
        return rows;
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedRequestException(RefusedRequestException.INVALID, "the request is not UTF-8 text");
        }
    }

    /** Checks that the whole text is JSON before any of it is used; how many elements an array has. */
    private static int listed(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            int listed = NO_LIST;
            if (first == JsonToken.START_ARRAY) {
                for (listed = 0; parser.nextToken() != JsonToken.END_ARRAY; listed++) {
                    parser.skipChildren();
                }
            } else if (first == JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else {
                throw invalid(
                        first == null ? "it is empty" : "it is neither an object with a resume nor an array of them");
            }
            if (parser.nextToken() != null) {
                throw invalid("something follows the JSON value; put several resumes into an array");
            }
            return listed;
        } catch (JsonProcessingException e) {
            throw invalid(problem(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading a string does no input or output", e);
        }
    }

    private static String problem(JsonProcessingException e) {
        String problem = String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ");
        String cut = problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) + "..." : problem;
        return e.getLocation() == null
                ? cut
                : "line %d, column %d: %s"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr(), cut);
    }

    private static RefusedRequestException invalid(String problem) {
        return new RefusedRequestException(RefusedRequestException.INVALID, "the request is not valid: " + problem);
    }
}

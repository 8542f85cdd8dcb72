package io.rolestream.files.read;

import io.rolestream.files.columns.ColumnNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Reads small inputs in tests. */
final class Inputs {

    private Inputs() {}

    static List<Row> rows(String content) {
        return rows(content.getBytes(StandardCharsets.UTF_8));
    }

    static List<Row> rows(byte[] content) {
        return rows(content, ColumnNames.AUTOMATIC);
    }

    static List<Row> rows(byte[] content, ColumnNames columns) {
        try (RowSource source = RowSource.ofResumes(new ByteArrayInputStream(content), "test", columns)) {
            List<Row> rows = new ArrayList<>();
            source.forEachRemaining(rows::add);
            return rows;
        }
    }

    static ResumeRow resume(Row row) {
        if (row instanceof ResumeRow resume) {
            return resume;
        }
        throw new AssertionError("expected a resume: " + row);
    }

    static ResumeRow only(String content) {
        List<Row> rows = rows(content);
        if (rows.size() != 1) {
            throw new AssertionError("expected one row: " + rows);
        }
        return resume(rows.get(0));
    }

    static List<String> ids(List<Row> rows) {
        return rows.stream().map(row -> String.valueOf(row.id())).toList();
    }

    /** The problems of the bad rows, in their order. */
    static List<String> problems(List<Row> rows) {
        return rows.stream()
                .filter(BadRow.class::isInstance)
                .map(row -> ((BadRow) row).problem())
                .toList();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}

package io.rolestream.files.read;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.RecordBytes;
import io.rolestream.files.bytes.RecordSplitter;
import io.rolestream.files.bytes.Utf8Bytes;
import io.rolestream.files.columns.ColumnMatcher;
import io.rolestream.files.columns.Columns;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows from JSON objects. JSON has no header, so rows are read ahead, within limits, until all required fields have
 * been seen, which is usually the first row.
 */
final class JsonRows implements RowReader {

    private static final int MAX_ROWS_AHEAD = 1000;
    private static final int MAX_CHARS_AHEAD = 1024 * 1024;

    private final RecordSplitter records;
    private final JsonRowParser parser;
    private final RowDraft draft;
    private final Deque<Row> ahead = new ArrayDeque<>();
    private final boolean keepsAll;

    /** @throws InputException if none of the first rows has the required fields */
    JsonRows(RecordSplitter records, ColumnMatcher matcher) throws IOException {
        this.records = records;
        this.parser = new JsonRowParser(matcher);
        this.draft = new RowDraft(matcher.layout());
        this.keepsAll = matcher.keepsAll();
        readAhead(matcher);
    }

    private void readAhead(ColumnMatcher matcher) throws IOException {
        int chars = 0;
        while (!parser.hasSeenNeededFields() && ahead.size() < MAX_ROWS_AHEAD && chars < MAX_CHARS_AHEAD) {
            Row row = parseNext();
            if (row == null) {
                break;
            }
            requireOneObjectPerLine(row);
            chars += draft.chars();
            ahead.add(row);
        }
        if (!ahead.stream().allMatch(BadRow.class::isInstance)) {
            Columns.requireUsable(parser.seenFields(), parser.seenNames(), matcher);
        }
    }

    private void requireOneObjectPerLine(Row row) {
        RecordBytes bytes = records.bytes();
        boolean lone = row.rowNumber() == 1 && bytes.length() < 4;
        String text = lone ? bytes.text(0, bytes.length()) : null;
        if (records.isByLine() && text != null && text.strip().equals("{")) {
            throw new InputException("a JSON object spread over several lines; put each object on one line (jq -c ."
                    + " does it), or all of them into one array");
        }
    }

    @Override
    public @Nullable Row read() throws IOException {
        Row row = ahead.poll();
        return row == null ? parseNext() : row;
    }

    private @Nullable Row parseNext() throws IOException {
        if (!records.next()) {
            return null;
        }
        draft.begin(records.line());
        RecordBytes bytes = records.bytes();
        if (bytes.overflowed()) {
            draft.problem(RecordBytes.TOO_LARGE);
            return draft.end();
        }
        String text = bytes.text(0, bytes.length());
        if (text == null) {
            draft.problem(Utf8Bytes.PROBLEM);
        } else {
            parser.parse(text, records.isByLine(), draft);
            if (keepsAll) {
                parser.keep(text, draft);
            }
        }
        return draft.end();
    }

    @Override
    public List<String> columnNames() {
        return keepsAll ? List.copyOf(parser.seenNames()) : List.of();
    }

    @Override
    public RowDraft draft() {
        return draft;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}

package io.rolestream.files.read;

import io.rolestream.files.bytes.ByteInput;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.TableParser;
import io.rolestream.files.bytes.Utf8Bytes;
import io.rolestream.files.columns.ColumnMatcher;
import io.rolestream.files.columns.Columns;
import io.rolestream.files.columns.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows from a delimited table with a header. */
final class TableRows implements RowReader {

    private final ByteInput in;
    private final TableParser parser;
    private final Columns columns;
    private final RowDraft draft;

    /**
     * @param declared whether the first line names the delimiter
     * @throws InputException if the header is unusable
     */
    TableRows(ByteInput in, int delimiter, boolean declared, ColumnMatcher matcher) throws IOException {
        this.in = in;
        this.parser = new TableParser(in, delimiter);
        if (declared) {
            parser.next();
        }
        this.columns = Columns.of(readHeader(), matcher);
        this.draft = new RowDraft(matcher.layout());
    }

    private List<String> readHeader() throws IOException {
        List<String> header = new ArrayList<>();
        if (!parser.next()) {
            return header;
        }
        if (parser.problem() != null) {
            throw new InputException("the header on line " + parser.line() + " can't be used: " + parser.problem());
        }
        for (int i = 0; i < parser.fieldCount(); i++) {
            String name = parser.field(i);
            if (name == null) {
                throw new InputException("the header on line " + parser.line() + " is " + Utf8Bytes.PROBLEM);
            }
            header.add(name.strip());
        }
        return header;
    }

    @Override
    public @Nullable Row read() throws IOException {
        if (!parser.next()) {
            return null;
        }
        draft.begin(parser.line());
        String problem = parser.problem();
        if (problem != null) {
            draft.problem(problem);
        } else {
            if (parser.fieldCount() != columns.count()) {
                draft.problem(count(parser.fieldCount()) + " where the header has " + columns.count());
            }
            readFields();
        }
        return draft.end();
    }

    private void readFields() {
        for (Map.Entry<Field, Integer> column : columns.indexes().entrySet()) {
            if (column.getValue() >= parser.fieldCount()) {
                continue;
            }
            String value = parser.field(column.getValue());
            if (value == null) {
                draft.problem(column.getKey().label() + " is " + Utf8Bytes.PROBLEM);
            } else {
                draft.set(column.getKey(), value);
            }
        }
    }

    private static String count(int columns) {
        return columns == 1 ? "1 column" : columns + " columns";
    }

    @Override
    public RowDraft draft() {
        return draft;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

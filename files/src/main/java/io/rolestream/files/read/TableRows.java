package io.rolestream.files.read;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rolestream.files.bytes.ByteInput;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.TableParser;
import io.rolestream.files.bytes.Utf8Bytes;
import io.rolestream.files.columns.ColumnMatcher;
import io.rolestream.files.columns.Columns;
import io.rolestream.files.columns.Field;
import io.rolestream.files.columns.Layout;
import io.rolestream.files.write.CsvText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows from a delimited table with a header. */
final class TableRows implements RowReader {

    private final ByteInput in;
    private final TableParser parser;
    private final Columns columns;
    private final RowDraft draft;

    /** Answers are written by {@link CsvText}, other tables maybe by programs that put no apostrophe before texts. */
    private final boolean answers;

    /** The names under which columns are kept; empty if they are not. */
    private final List<String> kept;

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
        List<String> header = readHeader();
        this.columns = Columns.of(header, matcher);
        this.draft = new RowDraft(matcher.layout());
        this.answers = matcher.layout() == Layout.ANSWERS;
        this.kept = matcher.keepsAll() ? distinct(header) : List.of();
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

    /** A header may repeat a name, or leave it blank. */
    private static List<String> distinct(List<String> header) {
        Set<String> names = new LinkedHashSet<>();
        for (String given : header) {
            String base = given.isEmpty() ? "column" : given;
            String name = base;
            for (int number = 2; !names.add(name); number++) {
                name = base + "_" + number;
            }
        }
        return List.copyOf(names);
    }

    @Override
    public List<String> columnNames() {
        return kept;
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
                draft.set(column.getKey(), answers ? CsvText.read(value) : value);
            }
        }
        for (int i = 0; i < Math.min(kept.size(), parser.fieldCount()); i++) {
            String value = parser.field(i);
            draft.keep(kept.get(i), value == null ? NullNode.getInstance() : TextNode.valueOf(value));
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

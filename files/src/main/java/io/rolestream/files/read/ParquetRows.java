package io.rolestream.files.read;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.rolestream.files.bytes.DuckDb;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.Utf8Bytes;
import io.rolestream.files.columns.ColumnMatcher;
import io.rolestream.files.columns.Columns;
import io.rolestream.files.columns.Field;
import io.rolestream.files.columns.ParquetColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows from a Parquet file, through DuckDB, which streams them in order, with limited memory outside of Java's heap,
 * and cannot open other files or the network.
 */
final class ParquetRows implements RowReader {

    private static final JsonMapper NODES = new JsonMapper();
    private static final Set<String> PLAIN_TYPES = Set.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "FLOAT",
            "DOUBLE");

    private final Connection database;
    private final Statement statement;
    private final ResultSet rows;
    private final Map<Field, ParquetColumn> columns = new EnumMap<>(Field.class);
    private final long totalRows;
    private final RowDraft draft;

    /** The columns that are kept; empty if none are. They follow the others in the result. */
    private final List<String> kept = new ArrayList<>();

    /** Whether a kept column's values are read as they are. */
    private final Map<String, Boolean> plain = new HashMap<>();

    private ParquetRows(Connection database, Path file, ColumnMatcher matcher) throws SQLException {
        this.database = database;
        this.statement = database.createStatement();
        this.draft = new RowDraft(matcher.layout());
        String table = DuckDb.parquetTable(file);
        this.totalRows = DuckDb.countRows(statement, file);
        List<String> select = new ArrayList<>();
        resolve(table, matcher).forEach((field, column) -> {
            columns.put(field, column);
            select.add(column.select());
        });
        kept.forEach(column -> select.add(keptValue(column)));
        String selected = select.isEmpty() ? "1" : String.join(", ", select);
        this.rows = statement.executeQuery("SELECT " + selected + " FROM " + table);
    }

    /** @throws InputException if the file can't be read as Parquet or required columns are missing */
    static ParquetRows open(Path file, ColumnMatcher matcher) {
        Connection database = null;
        try {
            database = DuckDb.connect(file);
            return new ParquetRows(database, file, matcher);
        } catch (SQLException e) {
            DuckDb.closeQuietly(database);
            throw new InputException(
                    "not readable as Parquet: " + DuckDb.message(e) + "; the file may be cut short or damaged", e);
        } catch (InputException e) {
            DuckDb.closeQuietly(database);
            throw e;
        }
    }

    private Map<Field, ParquetColumn> resolve(String table, ColumnMatcher matcher) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            while (described.next()) {
                names.add(described.getString(1));
                types.add(described.getString(2));
            }
        }
        if (matcher.keepsAll()) {
            for (int i = 0; i < names.size(); i++) {
                kept.add(names.get(i));
                plain.put(names.get(i), PLAIN_TYPES.contains(types.get(i)));
            }
        }
        Map<Field, ParquetColumn> resolved = new EnumMap<>(Field.class);
        Map<Field, Integer> wanted = new EnumMap<>(Field.class);
        Columns.of(names, matcher).indexes().forEach((field, i) -> wanted.put(field, i));
        for (Map.Entry<Field, Integer> column : wanted.entrySet()) {
            String name = names.get(column.getValue());
            String type = types.get(column.getValue());
            if (ParquetColumn.takes(column.getKey(), type) || !isEmpty(table, name)) {
                resolved.put(column.getKey(), ParquetColumn.of(column.getKey(), name, type));
            }
        }
        return resolved;
    }

    /** Numbers and booleans as they are, others as text. */
    private String keptValue(String column) {
        String quoted = ParquetColumn.quoted(column);
        return Boolean.TRUE.equals(plain.get(column)) ? quoted : "CAST(" + quoted + " AS VARCHAR)";
    }

    private void keep(int index, String column) throws SQLException {
        Object value = rows.getObject(index);
        draft.keep(column, value == null ? NullNode.getInstance() : NODES.valueToTree(value));
    }

    @Override
    public List<String> columnNames() {
        return List.copyOf(kept);
    }

    /** Whether a column holds nothing but nulls, which programs write as a column of any type. */
    private boolean isEmpty(String table, String name) throws SQLException {
        try (ResultSet count =
                statement.executeQuery("SELECT count(" + ParquetColumn.quoted(name) + ") FROM " + table)) {
            return count.next() && count.getLong(1) == 0;
        }
    }

    @Override
    public @Nullable Row read() throws IOException {
        try {
            if (!rows.next()) {
                requireAllRows();
                return null;
            }
            draft.begin(0);
            int index = 0;
            for (Map.Entry<Field, ParquetColumn> column : columns.entrySet()) {
                index++;
                readValue(column.getKey(), column.getValue(), index);
            }
            for (String column : kept) {
                index++;
                keep(index, column);
            }
            return draft.end();
        } catch (SQLException e) {
            throw new IOException("not readable as Parquet: " + DuckDb.message(e), e);
        }
    }

    /** A streamed result that fails half-way ends without an exception, so the rows are counted. */
    private void requireAllRows() throws IOException {
        if (draft.rowNumber() != totalRows) {
            throw new IOException("the file has " + totalRows + " rows, but the next can't be read: it is damaged, or "
                    + "its row groups take more than " + DuckDb.MEMORY_LIMIT + " of memory unpacked");
        }
    }

    private void readValue(Field field, ParquetColumn column, int index) throws SQLException {
        switch (column.kind()) {
            case TEXT -> draft.set(field, rows.getString(index));
            case LIST -> draft.set(field, list(rows.getArray(index)));
            case BYTES -> {
                byte[] bytes = rows.getBytes(index);
                String text = bytes == null ? "" : Utf8Bytes.decode(bytes, 0, bytes.length);
                if (text == null) {
                    draft.problem(field.label() + " is " + Utf8Bytes.PROBLEM);
                } else {
                    draft.set(field, text);
                }
            }
            case NUMBER -> {
                double value = rows.getDouble(index);
                if (!rows.wasNull()) {
                    draft.set(field, value);
                }
            }
        }
    }

    private static List<String> list(@Nullable Array values) throws SQLException {
        if (values == null) {
            return List.of();
        }
        Object[] elements = (Object[]) values.getArray();
        String[] strings = new String[elements.length];
        for (int i = 0; i < elements.length; i++) {
            strings[i] = elements[i] == null ? "" : elements[i].toString();
        }
        return RowDraft.withoutBlanks(strings);
    }

    @Override
    public long totalRows() {
        return totalRows;
    }

    @Override
    public RowDraft draft() {
        return draft;
    }

    @Override
    public void close() throws IOException {
        DuckDb.closeQuietly(rows);
        DuckDb.closeQuietly(statement);
        DuckDb.closeQuietly(database);
    }
}

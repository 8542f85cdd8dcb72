package io.rolestream.files.read;

import io.rolestream.files.bytes.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one format. */
sealed interface RowReader extends Closeable permits JsonRows, TableRows, ParquetRows, DocumentRows {

    /**
     * Returns null at the end.
     *
     * @throws IOException if the data can't be read or unpacked
     * @throws InputException if the rest can't be parsed
     */
    @Nullable
    Row read() throws IOException;

    /** In which it collects the values of each row. */
    RowDraft draft();

    /** The names of the columns, as far as they are known; empty unless they are kept. */
    default List<String> columnNames() {
        return List.of();
    }

    /** Gives a row again later, where its source is followed. Any thread may call it. */
    default void failed(String id) {}

    /** -1 if unknown before reading. */
    default long totalRows() {
        return -1;
    }
}

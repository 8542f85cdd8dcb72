package io.rolestream.files.read;

import io.rolestream.files.bytes.InputException;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one format. */
sealed interface RowReader extends Closeable permits JsonRows, TableRows, ParquetRows {

    /**
     * Reads the next row, or null at the end.
     *
     * @throws IOException if the data can't be read or unpacked
     * @throws InputException if what follows can't be understood
     */
    @Nullable
    Row read() throws IOException;

    /** The number of rows, or -1 if unknown before reading. */
    default long totalRows() {
        return -1;
    }
}

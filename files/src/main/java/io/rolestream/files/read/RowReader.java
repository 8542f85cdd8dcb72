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

    /** How many rows there are, -1 where only reading tells. */
    default long totalRows() {
        return -1;
    }
}

package io.rolestream.trainer.export;

import io.rolestream.trainer.examples.Example;
import java.io.IOException;
import java.sql.SQLException;

/** Writes examples to a file. Closing it before {@link #finish} leaves an incomplete file. */
interface ExampleFileWriter extends AutoCloseable {
    void write(Example example) throws IOException, SQLException;

    /** Makes the file whole. */
    void finish() throws IOException, SQLException;

    @Override
    void close() throws IOException, SQLException;
}

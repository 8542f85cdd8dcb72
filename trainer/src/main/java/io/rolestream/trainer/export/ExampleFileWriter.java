package io.rolestream.trainer.export;

import io.rolestream.trainer.examples.Example;
import java.io.IOException;
import java.sql.SQLException;

/** Writes examples to a file, which is incomplete before {@link #finish}. */
interface ExampleFileWriter extends AutoCloseable {
    void write(Example example) throws IOException, SQLException;

    void finish() throws IOException, SQLException;

    @Override
    void close() throws IOException, SQLException;
}

package io.rolestream.trainer.export;

import io.rolestream.trainer.examples.Example;
import java.io.IOException;

/** Writes examples to a file. Closing it before {@link #finish} leaves an incomplete file. */
interface ExampleFileWriter extends AutoCloseable {
    void write(Example example) throws IOException;

    /** Makes the file whole. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}

package io.rolestream.files.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes labels in one format. */
sealed interface LabelWriter extends Closeable permits JsonLabelWriter, CsvLabelWriter, AvroLabelWriter {

    void write(LabelLine line) throws IOException;

    /** Passes everything written so far to the stream. */
    void flush() throws IOException;

    static LabelWriter of(OutputFormat format, OutputStream stream, CsvText csv) throws IOException {
        return switch (format) {
            case JSON -> new JsonLabelWriter(stream);
            case CSV -> new CsvLabelWriter(stream, csv);
            case AVRO -> new AvroLabelWriter(stream);
        };
    }
}

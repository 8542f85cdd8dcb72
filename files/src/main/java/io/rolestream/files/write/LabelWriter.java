package io.rolestream.files.write;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes labels in one format. */
sealed interface LabelWriter extends Closeable permits JsonLabelWriter, CsvLabelWriter, AvroLabelWriter {

    /** @param columns of the input, by their names there */
    void write(LabelLine line, Map<String, JsonNode> columns) throws IOException;

    /** Passes everything written so far to the stream. */
    void flush() throws IOException;

    static LabelWriter of(OutputFormat format, OutputStream stream, CsvText csv, KeptColumns kept) throws IOException {
        return switch (format) {
            case JSON -> new JsonLabelWriter(stream, kept);
            case CSV -> new CsvLabelWriter(stream, csv, kept);
            case AVRO -> new AvroLabelWriter(stream);
        };
    }
}

package io.rolestream.files.write;

import io.rolestream.engine.task.Embedding;
import java.io.Writer;

/** Writes embeddings, one JSON object on each line, always with the same keys. */
public final class EmbeddingWriter extends JsonLines {
    public EmbeddingWriter(Writer out) {
        super(out);
    }

    /** Writes the vector, and whether some of the text was cut. */
    public void write(String id, Embedding embedding) {
        write(json -> {
            json.writeStringField("id", id);
            json.writeArrayFieldStart("embedding");
            for (float value : embedding.vector()) {
                json.writeNumber(value);
            }
            json.writeEndArray();
            json.writeBooleanField("cut", embedding.cut());
        });
    }
}

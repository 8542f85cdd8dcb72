package io.rolestream.files.recommend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object on each line. */
final class JsonRecommendations implements RecommendationWriter {
    private final JsonGenerator json;
    private final RecommendationJson objects;

    JsonRecommendations(OutputStream stream, Direction direction) throws IOException {
        this.json = new JsonFactory().createGenerator(stream);
        this.objects = new RecommendationJson(json, direction);
        json.setRootValueSeparator(null);
    }

    @Override
    public void write(Recommendations row) throws IOException {
        objects.write(row);
        json.writeRaw('\n');
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}

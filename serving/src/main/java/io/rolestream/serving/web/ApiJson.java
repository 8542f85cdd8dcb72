package io.rolestream.serving.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rolestream.files.recommend.Direction;
import io.rolestream.files.recommend.RecommendationJson;
import io.rolestream.files.recommend.Recommendations;
import io.rolestream.files.write.LabelJson;
import io.rolestream.files.write.LabelLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Answers as JSON: the objects of {@code rolestream label} and {@code rolestream recommend}, or errors. */
final class ApiJson {
    static final String TYPE = "application/json";

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] DOCUMENT = resource("openapi.json");

    private ApiJson() {}

    /** Writes one element of an answer. */
    @FunctionalInterface
    private interface Element<T> {
        void write(T value) throws IOException;
    }

    /** Labels in an array, or the only one by itself. */
    static byte[] labels(List<LabelLine> lines, boolean isList) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = LabelJson.generator(bytes)) {
            all(json, lines, isList, line -> LabelJson.write(json, line));
        }
        return bytes.toByteArray();
    }

    /** Lists of jobs in an array, or the only one by itself. */
    static byte[] lists(List<Recommendations> lists, boolean isList) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            RecommendationJson objects = new RecommendationJson(json, Direction.JOBS);
            all(json, lists, isList, objects::write);
        }
        return bytes.toByteArray();
    }

    private static <T> void all(JsonGenerator json, List<T> values, boolean isList, Element<T> element)
            throws IOException {
        if (isList) {
            json.writeStartArray();
        }
        for (T value : values) {
            element.write(value);
        }
        if (isList) {
            json.writeEndArray();
        }
    }

    static byte[] error(String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("error", message);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The OpenAPI document. */
    static byte[] document() {
        return DOCUMENT.clone();
    }

    private static byte[] resource(String name) {
        try (InputStream in = ApiJson.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

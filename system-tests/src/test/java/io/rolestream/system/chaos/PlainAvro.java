package io.rolestream.system.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Decodes events with Avro's generic reader and the writer's schema from the registry: a zero byte, the schema's id in
 * four bytes, the record. Shares no code with the services.
 */
final class PlainAvro {
    private static final int HEADER_BYTES = 5;

    private final String registryUrl;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Integer, Schema> schemas = new HashMap<>();

    PlainAvro(String registryUrl) {
        this.registryUrl = registryUrl;
    }

    /** @throws IOException if it is not an event, or the registry does not know its schema */
    GenericRecord decode(byte[] value) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        if (value.length < HEADER_BYTES || buffer.get() != 0) {
            throw new IOException("not an event: no leading zero byte");
        }
        int id = buffer.getInt();
        Schema schema = schemas.get(id);
        if (schema == null) {
            schema = fetch(id);
            schemas.put(id, schema);
        }
        var decoder = DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
        return new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    }

    private Schema fetch(int id) throws IOException {
        URI uri = URI.create(registryUrl.replaceAll("/$", "") + "/schemas/ids/" + id);
        try {
            var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("%s answers %d".formatted(uri, answer.statusCode()));
            }
            return new Schema.Parser()
                    .parse(json.readTree(answer.body()).path("schema").asText());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + uri, e);
        }
    }
}

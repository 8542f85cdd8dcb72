package io.rolestream.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A registry with Confluent's REST interface: Confluent's own, Karapace, Apicurio under {@code /apis/ccompat/v7},
 * Redpanda, the embedded one.
 *
 * <p>Answers are cached permanently, because ids never change. An unknown id is cached for half a minute, so that a
 * stream of foreign records does not become a stream of requests. Safe for use by several threads.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final long UNKNOWN_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MAX_UNKNOWN = 1_000;

    private record Registration(String subject, Schema schema) {}

    private record Unknown(long sinceNanos, String message) {}

    private final RegistryTransport transport;
    private final boolean autoRegister;
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Integer, Unknown> unknown = new ConcurrentHashMap<>();

    public HttpSchemaRegistry(RegistryConfig config) {
        this.transport = new RegistryTransport(config);
        this.autoRegister = config.autoRegister();
    }

    @Override
    public int register(String subject, Schema schema) {
        var registration = new Registration(subject, PortableSchema.of(schema));
        Integer known = ids.get(registration);
        if (known != null) {
            return known;
        }
        int id = ask(registration);
        ids.put(registration, id);
        return id;
    }

    private int ask(Registration registration) {
        String subject = "/subjects/" + encode(registration.subject());
        var body = Map.of("schema", registration.schema().toString());
        if (autoRegister) {
            return id(transport.post(subject + "/versions", body));
        }
        try {
            return id(transport.post(subject, body));
        } catch (SchemaRegistryException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            throw new SchemaRegistryException(
                    Reason.NOT_FOUND,
                    "%s (schema %s). Register it, or set %s=true"
                            .formatted(
                                    e.getMessage(),
                                    registration.schema().getFullName(),
                                    SchemaRegistries.AUTO_REGISTER_SCHEMAS),
                    e);
        }
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Unknown refused = unknown.get(id);
        if (refused != null && System.nanoTime() - refused.sinceNanos() < UNKNOWN_NANOS) {
            throw new SchemaRegistryException(Reason.NOT_FOUND, refused.message());
        }
        try {
            Schema schema = parse(id, transport.get("/schemas/ids/" + Integer.toUnsignedString(id)));
            schemas.put(id, schema);
            return schema;
        } catch (SchemaRegistryUnavailableException e) {
            throw e;
        } catch (SchemaRegistryException e) {
            remember(id, e);
            throw e;
        }
    }

    private void remember(int id, SchemaRegistryException refusal) {
        if (refusal.reason() != Reason.NOT_FOUND) {
            return;
        }
        if (unknown.size() >= MAX_UNKNOWN) {
            unknown.clear();
        }
        unknown.put(id, new Unknown(System.nanoTime(), String.valueOf(refusal.getMessage())));
    }

    private static Schema parse(int id, JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO") || !answer.path("references").isEmpty()) {
            throw new SchemaRegistryException(
                    Reason.INVALID,
                    "Schema %d is %s, or has references; only Avro schemas without references are supported"
                            .formatted(id, type));
        }
        try {
            return PortableSchema.parse(answer.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new SchemaRegistryException(
                    Reason.INVALID, "Schema %d is not valid Avro: %s".formatted(id, e.getMessage()), e);
        }
    }

    private static int id(JsonNode answer) {
        if (!answer.path("id").isInt()) {
            throw new SchemaRegistryException(
                    Reason.INVALID, "The schema registry answered without an id: is its URL correct? " + answer);
        }
        return answer.path("id").intValue();
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

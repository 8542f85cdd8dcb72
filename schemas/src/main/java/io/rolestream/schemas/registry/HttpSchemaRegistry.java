package io.rolestream.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.schemas.registry.RegistryAnswer.NotARegistryException;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A registry with Confluent's REST interface: Confluent's own, Karapace, Apicurio under {@code /apis/ccompat/v7},
 * Redpanda, the embedded one.
 *
 * <p>Answers are cached permanently, because ids never change. A refused id is cached for half a minute, so that a
 * stream of foreign records does not become a stream of requests. Safe for use by several threads.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final long REFUSED_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MAX_REFUSED = 1_000;
    private static final String IDS = "/schemas/ids/";
    private static final String GUIDS = "/schemas/guids/";

    private record Registration(String subject, Schema schema) {}

    /**
     * How a record of a subject names its schema.
     *
     * @param kind {@link #IDS} or {@link #GUIDS}
     */
    private record Written(String subject, String kind, String name) {}

    private record Refused(long sinceNanos, Reason reason, String message) {}

    private final RegistryTransport transport;
    private final boolean autoRegister;
    private final Set<String> furtherSubjects;
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Written, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Written, Refused> refused = new ConcurrentHashMap<>();

    public HttpSchemaRegistry(RegistryConfig config) {
        this.transport = new RegistryTransport(config);
        this.autoRegister = config.autoRegister();
        this.furtherSubjects = config.subjects();
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
            return id(transport.ask(RegistryAnswer.REGISTRATION, subject + "/versions", body));
        }
        try {
            return id(transport.ask(RegistryAnswer.LOOKUP, subject, body));
        } catch (SchemaRegistryUnavailableException e) {
            throw e;
        } catch (SchemaRegistryException e) {
            throw new SchemaRegistryException(
                    Reason.NOT_FOUND,
                    "Subject %s lacks the schema %s (%s): register it with `rolestream topics create`, or set %s=true"
                            .formatted(
                                    registration.subject(),
                                    registration.schema().getFullName(),
                                    e.getMessage(),
                                    SchemaRegistries.AUTO_REGISTER),
                    e);
        }
    }

    @Override
    public Schema byId(String subject, int id) {
        return find(new Written(subject, IDS, Integer.toString(id)));
    }

    @Override
    public Schema byGuid(String subject, UUID guid) {
        return find(new Written(subject, GUIDS, guid.toString()));
    }

    private Schema find(Written written) {
        Schema known = schemas.get(written);
        if (known != null) {
            return known;
        }
        Refused before = refused.get(written);
        if (before != null && System.nanoTime() - before.sinceNanos() < REFUSED_NANOS) {
            throw new SchemaRegistryException(before.reason(), before.message());
        }
        try {
            String text = text(written, described(written));
            Schema schema = parse(written, text);
            requireUnder(written, text);
            schemas.put(written, schema);
            return schema;
        } catch (SchemaRegistryUnavailableException e) {
            throw e;
        } catch (SchemaRegistryException e) {
            remember(written, e);
            throw e;
        }
    }

    private JsonNode described(Written written) {
        String path = written.kind() + written.name();
        try {
            return transport.ask(RegistryAnswer.SCHEMA, path, null);
        } catch (SchemaRegistryUnavailableException e) {
            if (written.kind().equals(GUIDS) && hasNoSuchPath(e) && answers()) {
                return describedAgain(path, e);
            }
            throw e;
        }
    }

    /**
     * A working registry that has no such path is too old for GUIDs, so a producer that sends one must not stop
     * readers. Any other answer may be a gateway's, and says nothing about the record.
     */
    private JsonNode describedAgain(String path, SchemaRegistryUnavailableException before) {
        try {
            return transport.ask(RegistryAnswer.SCHEMA, path, null);
        } catch (SchemaRegistryUnavailableException e) {
            if (!hasNoSuchPath(e)) {
                throw e;
            }
            throw new SchemaRegistryException(
                    Reason.NOT_FOUND,
                    "The schema registry has no GUIDs, which Confluent's has from version 8; have the producer write schema ids. "
                            + before.getMessage(),
                    before);
        }
    }

    private static boolean hasNoSuchPath(SchemaRegistryUnavailableException e) {
        return e.getCause() instanceof NotARegistryException answer && answer.hasNoSuchPath();
    }

    /** Whether it answers a question for an id that nothing has. */
    private boolean answers() {
        try {
            transport.ask(RegistryAnswer.SCHEMA, IDS + Integer.MAX_VALUE, null);
            return true;
        } catch (SchemaRegistryException e) {
            return e.reason() == Reason.NOT_FOUND;
        }
    }

    private void remember(Written written, SchemaRegistryException refusal) {
        if (refused.size() >= MAX_REFUSED) {
            refused.clear();
        }
        refused.put(written, new Refused(System.nanoTime(), refusal.reason(), String.valueOf(refusal.getMessage())));
    }

    /** The only question about a subject and a schema that every registry answers is the one for the schema's text. */
    private void requireUnder(Written written, String text) {
        if (furtherSubjects.contains(RegistryConfig.ANY_SUBJECT)
                || Stream.concat(Stream.of(written.subject()), furtherSubjects.stream())
                        .anyMatch(subject -> has(subject, text))) {
            return;
        }
        throw new SchemaRegistryException(
                Reason.NOT_FOUND,
                "Schema %s is not registered under subject %s. Register it there, or name its subject in %s"
                        .formatted(written.name(), written.subject(), SchemaRegistries.SUBJECTS));
    }

    private boolean has(String subject, String text) {
        try {
            // A schema that was deleted softly still describes the records that were written with it.
            transport.ask(
                    RegistryAnswer.LOOKUP, "/subjects/" + encode(subject) + "?deleted=true", Map.of("schema", text));
            return true;
        } catch (SchemaRegistryUnavailableException e) {
            throw e;
        } catch (SchemaRegistryException e) {
            return false;
        }
    }

    private static String text(Written written, JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new SchemaRegistryException(
                    Reason.INVALID, "Schema %s is of type %s".formatted(written.name(), type));
        }
        if (!answer.path("references").isEmpty()) {
            throw new SchemaRegistryException(
                    Reason.INVALID,
                    "Schema %s has references to other subjects; register it as one self-contained schema"
                            .formatted(written.name()));
        }
        return answer.path("schema").asText();
    }

    private static Schema parse(Written written, String text) {
        try {
            return PortableSchema.parse(text);
        } catch (AvroRuntimeException e) {
            throw new SchemaRegistryException(
                    Reason.INVALID, "Schema %s is not valid Avro: %s".formatted(written.name(), e.getMessage()), e);
        }
    }

    private static int id(JsonNode answer) {
        return answer.path("id").intValue();
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

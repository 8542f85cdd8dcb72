package io.rolestream.schemas.registry;

import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Schemas in a topic, for an installation without a schema registry.
 *
 * <p>A schema's id is made from its text, so writers need no coordination: two that register the same schema at once
 * write the same record. Whoever meets an id or a schema that it does not know first reads the topic to its end. So
 * whatever was registered before a record was written is known when the record is read.
 *
 * <p>Thread-safe; known schemas are found without Kafka.
 */
public final class TopicSchemaRegistry implements SchemaRegistry {
    private static final int MAX_UNKNOWN = 1_000;
    private static final long UNKNOWN_NANOS = Duration.ofSeconds(30).toNanos();

    private final SchemaTopic topic;
    private final boolean autoRegister;
    private final Set<String> furtherSubjects;
    /** By subject, oldest first, then by id. */
    private final Map<String, Map<Integer, Schema>> subjects = new HashMap<>();
    /**
     * When an id that some record names was not found, so that foreign records do not have the topic asked each time.
     */
    private final Map<String, Long> unknown = new HashMap<>();

    /**
     * A registry that connects at its first use.
     *
     * @param topic the topic's name; it has one partition and is compacted
     * @param consumers makes a consumer without a group
     * @param producers makes a producer
     * @param autoRegister whether schemas may be registered; if not, a missing schema is an error
     * @param furtherSubjects whose schemas records may use besides their topic's own;
     *     {@link RegistryConfig#ANY_SUBJECT} for all
     */
    public TopicSchemaRegistry(
            String topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Supplier<Producer<byte[], byte[]>> producers,
            boolean autoRegister,
            Set<String> furtherSubjects) {
        this.topic = new SchemaTopic(topic, consumers, producers);
        this.autoRegister = autoRegister;
        this.furtherSubjects = Set.copyOf(furtherSubjects);
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        String text = PortableSchema.of(schema).toString();
        int id = id(text);
        if (find(subject, id) == null) {
            topic.readFromBeginning(this::add);
        }
        if (find(subject, id) == null) {
            check(subject, id, schema);
            topic.append(subject + "/" + id, text);
            topic.readToEnd(this::add);
        }
        Schema known = find(subject, id);
        if (known == null) {
            throw new SchemaRegistryUnavailableException(
                    "Topic %s did not keep schema %s of subject %s: is it being deleted or created again?"
                            .formatted(topic.name(), schema.getFullName(), subject),
                    null);
        }
        if (!known.toString().equals(text)) {
            throw new SchemaRegistryException(
                    Reason.INVALID,
                    "Schema %s of subject %s has the id %d of another schema in topic %s; use a schema registry"
                            .formatted(schema.getFullName(), subject, id, topic.name()));
        }
        return id;
    }

    private void check(String subject, int id, Schema schema) {
        if (!autoRegister) {
            throw new SchemaRegistryException(
                    Reason.NOT_FOUND,
                    "Subject %s lacks the schema %s (id %d in topic %s): register it with `rolestream topics create`, or set %s=true"
                            .formatted(
                                    subject, schema.getFullName(), id, topic.name(), SchemaRegistries.AUTO_REGISTER));
        }
        var problems =
                Compatibility.problemsWithAll(schema, List.copyOf(of(subject).values()));
        if (!problems.isEmpty()) {
            throw new SchemaRegistryException(
                    Reason.INCOMPATIBLE,
                    "Schema %s for subject %s cannot read records of earlier versions (%s): %s"
                            .formatted(
                                    schema.getFullName(), subject, Compatibility.LEVEL, String.join("; ", problems)));
        }
    }

    @Override
    public synchronized Schema byId(String subject, int id) {
        Schema known = anywhere(subject, id);
        if (known == null && !isKnownToBeUnknown(subject, id)) {
            topic.readToEnd(this::add);
            known = anywhere(subject, id);
            if (known == null) {
                topic.readFromBeginning(this::add);
                known = anywhere(subject, id);
            }
            if (known == null) {
                remember(subject, id);
            }
        }
        if (known == null) {
            throw new SchemaRegistryException(
                    Reason.NOT_FOUND,
                    "Schema %d is not registered under subject %s in topic %s. If the producer uses a schema registry, set %s to it; without one, producers send JSON"
                            .formatted(id, subject, topic.name(), SchemaRegistries.URL));
        }
        return known;
    }

    private boolean isKnownToBeUnknown(String subject, int id) {
        Long since = unknown.get(subject + "/" + id);
        return since != null && System.nanoTime() - since < UNKNOWN_NANOS;
    }

    private void remember(String subject, int id) {
        if (unknown.size() >= MAX_UNKNOWN) {
            unknown.clear();
        }
        unknown.put(subject + "/" + id, System.nanoTime());
    }

    private @Nullable Schema anywhere(String subject, int id) {
        Stream<String> accepted = furtherSubjects.contains(RegistryConfig.ANY_SUBJECT)
                ? subjects.keySet().stream()
                : Stream.concat(Stream.of(subject), furtherSubjects.stream());
        return accepted.map(each -> find(each, id))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Schema find(String subject, int id) {
        return of(subject).get(id);
    }

    private Map<Integer, Schema> of(String subject) {
        return subjects.getOrDefault(subject, Map.of());
    }

    /** Adds a record of the topic; ignores what is known, and what no Rolestream wrote. */
    private void add(String key, String text) {
        int slash = key.lastIndexOf('/');
        int id = id(text);
        if (slash < 1 || !key.substring(slash + 1).equals(Integer.toString(id))) {
            return;
        }
        String subject = key.substring(0, slash);
        if (find(subject, id) != null) {
            return;
        }
        try {
            Schema schema = PortableSchema.parse(text);
            subjects.computeIfAbsent(subject, any -> new LinkedHashMap<>()).put(id, schema);
        } catch (AvroRuntimeException e) {
            return;
        }
        unknown.clear();
    }

    /** The first 31 bits of the text's SHA-256. */
    private static int id(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getInt() & Integer.MAX_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

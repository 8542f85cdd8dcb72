package io.rolestream.schemas.registry;

import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * Subjects, versions and ids in memory, as the embedded and the in-memory registry keep them. An equal schema has one
 * id under all subjects, and a new version of a subject must be able to read all earlier ones (BACKWARD_TRANSITIVE).
 *
 * <p>Not thread-safe: callers must synchronize.
 */
final class SubjectBook {
    private final Map<String, List<RegisteredSchema>> subjects = new TreeMap<>();
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<String, Integer> idsByText = new HashMap<>();
    private int lastId;

    /** The entry that registering this schema would create or find; changes nothing. */
    RegisteredSchema propose(String subject, Schema schema) {
        var found = lookup(subject, schema);
        if (found.isPresent()) {
            return found.get();
        }
        var earlier = versions(subject);
        var problems = Compatibility.problemsWithAll(
                schema, earlier.stream().map(RegisteredSchema::schema).toList());
        if (!problems.isEmpty()) {
            throw new SchemaRegistryException(
                    Reason.INCOMPATIBLE,
                    "Schema %s for subject %s cannot read records of earlier versions (%s): %s"
                            .formatted(
                                    schema.getFullName(), subject, Compatibility.LEVEL, String.join("; ", problems)));
        }
        int id = idsByText.getOrDefault(schema.toString(), lastId + 1);
        return new RegisteredSchema(subject, earlier.size() + 1, id, schema);
    }

    /** Adds an entry; adding it again has no effect. */
    void add(RegisteredSchema entry) {
        var versions = subjects.computeIfAbsent(entry.subject(), subject -> new ArrayList<>());
        if (entry.version() <= versions.size()) {
            return;
        }
        if (entry.version() != versions.size() + 1) {
            throw new IllegalArgumentException("Version %d of subject %s without version %d"
                    .formatted(entry.version(), entry.subject(), entry.version() - 1));
        }
        versions.add(entry);
        schemas.put(entry.id(), entry.schema());
        idsByText.put(entry.schema().toString(), entry.id());
        lastId = Math.max(lastId, entry.id());
    }

    Optional<RegisteredSchema> lookup(String subject, Schema schema) {
        String text = schema.toString();
        return versions(subject).stream()
                .filter(entry -> entry.schema().toString().equals(text))
                .findFirst();
    }

    Optional<Schema> byId(int id) {
        return Optional.ofNullable(schemas.get(id));
    }

    List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    List<RegisteredSchema> versions(String subject) {
        return List.copyOf(subjects.getOrDefault(subject, List.of()));
    }

    List<RegisteredSchema> entries() {
        return subjects.values().stream().flatMap(List::stream).toList();
    }
}

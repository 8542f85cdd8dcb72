package io.rolestream.schemas.registry;

import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/**
 * A registry in this process, for tests and as the core of the embedded one. Schemas must be BACKWARD_TRANSITIVE.
 * Thread-safe.
 */
public class InMemorySchemaRegistry implements LocalSchemaRegistry {
    private final SubjectBook book = new SubjectBook();

    public InMemorySchemaRegistry() {
        this(List.of());
    }

    /**
     * @param entries initial entries, a subject's versions in ascending order
     * @throws IllegalArgumentException if a subject's versions are not complete from 1
     */
    protected InMemorySchemaRegistry(List<RegisteredSchema> entries) {
        entries.forEach(book::add);
    }

    /**
     * Called with a new entry and all existing ones before it is added; an exception prevents that. Called by one
     * thread at a time.
     */
    protected void beforeAdd(List<RegisteredSchema> present, RegisteredSchema added) {}

    @Override
    public final synchronized RegisteredSchema registerVersion(String subject, Schema schema) {
        var entry = book.propose(subject, PortableSchema.of(schema));
        if (book.versions(subject).size() < entry.version()) {
            beforeAdd(book.entries(), entry);
            book.add(entry);
        }
        return entry;
    }

    @Override
    public final synchronized Schema byId(int id) {
        return book.byId(id)
                .orElseThrow(() -> new SchemaRegistryException(
                        Reason.NOT_FOUND, "No schema with id %d in this registry".formatted(id)));
    }

    @Override
    public final Schema byId(String subject, int id) {
        return find(subject, "id " + id, entry -> entry.id() == id);
    }

    @Override
    public final Schema byGuid(String subject, UUID guid) {
        return find(subject, "GUID " + guid, entry -> entry.guid().equals(guid));
    }

    private synchronized Schema find(String subject, String what, Predicate<RegisteredSchema> wanted) {
        return book.versions(subject).stream()
                .filter(wanted)
                .findFirst()
                .map(RegisteredSchema::schema)
                .orElseThrow(() -> new SchemaRegistryException(
                        Reason.NOT_FOUND, "Subject %s has no schema with %s".formatted(subject, what)));
    }

    @Override
    public final synchronized Optional<RegisteredSchema> lookup(String subject, Schema schema) {
        return book.lookup(subject, PortableSchema.of(schema));
    }

    @Override
    public final synchronized List<String> subjects() {
        return book.subjects();
    }

    @Override
    public final synchronized List<RegisteredSchema> versions(String subject) {
        return book.versions(subject);
    }
}

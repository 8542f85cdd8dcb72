package io.rolestream.schemas.registry;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry whose subjects can be listed, as the embedded registry serves them over HTTP. */
public interface LocalSchemaRegistry extends SchemaRegistry {

    /** The entry for this schema under this subject, created if missing. */
    RegisteredSchema registerVersion(String subject, Schema schema);

    /** The entry for this schema under this subject, if there is one. */
    Optional<RegisteredSchema> lookup(String subject, Schema schema);

    /** All subjects, sorted. */
    List<String> subjects();

    /** A subject's entries, oldest first; empty for an unknown subject. */
    List<RegisteredSchema> versions(String subject);

    /**
     * The schema with an id, under whatever subject.
     *
     * @throws SchemaRegistryException if the id is unknown
     */
    Schema byId(int id);

    @Override
    default int register(String subject, Schema schema) {
        return registerVersion(subject, schema).id();
    }
}

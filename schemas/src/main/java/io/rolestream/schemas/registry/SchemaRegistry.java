package io.rolestream.schemas.registry;

import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * Maps schemas to ids and ids to schemas.
 *
 * <p>Implementations are thread-safe and cache their answers, but callers on a hot path keep them as well.
 */
public interface SchemaRegistry {

    /**
     * The id of a schema under a subject, registered first if the registry is configured to do so.
     *
     * @param subject {@code <topic>-value} for the values of a topic
     * @return the schema's id, the same for every call with an equal schema
     * @throws SchemaRegistryException if the schema is not compatible with the subject's earlier ones, is unknown and
     *     may not be registered, or is refused for another reason
     * @throws SchemaRegistryUnavailableException if the registry does not answer, or refuses the credentials; trying
     *     again later may succeed
     */
    int register(String subject, Schema schema);

    /**
     * The schema with an id, as registered under a subject: whoever writes a record chooses the id, and a schema that
     * only another subject has says nothing about this topic's records.
     *
     * @param subject {@code <topic>-value} for the values of a topic
     * @throws SchemaRegistryException if the registry itself says that the id is unknown or the subject does not have
     *     the schema, so that the record that named it can never be read
     * @throws SchemaRegistryUnavailableException in all other cases; trying again later may succeed
     */
    Schema byId(String subject, int id);

    /**
     * As {@link #byId}, by the GUID that Confluent's registry gives a schema from version 8.
     *
     * @throws SchemaRegistryException also if the registry has no GUIDs
     */
    default Schema byGuid(String subject, UUID guid) {
        throw new SchemaRegistryException(
                Reason.NOT_FOUND, "This registry has no GUIDs; have the producer write schema ids");
    }
}

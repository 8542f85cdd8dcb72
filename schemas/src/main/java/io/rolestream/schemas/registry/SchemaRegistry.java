package io.rolestream.schemas.registry;

import org.apache.avro.Schema;

/**
 * Gives schemas ids and ids schemas.
 *
 * <p>Implementations are safe for use by several threads and cache what they have seen, but callers on a hot path keep
 * the answers themselves.
 */
public interface SchemaRegistry {

    /**
     * The id of a schema under a subject, registering it first where the registry is configured to do so.
     *
     * @param subject {@code <topic>-value} for the values of a topic
     * @return the schema's id, the same for every call with an equal schema
     * @throws SchemaRegistryException if the schema is not compatible with the subject's earlier ones, is not known and
     *     may not be registered, or is refused for another reason
     * @throws SchemaRegistryUnavailableException if the registry does not answer; worth trying again later
     */
    int register(String subject, Schema schema);

    /**
     * The schema with an id.
     *
     * @throws SchemaRegistryException if the registry knows no such id
     * @throws SchemaRegistryUnavailableException if the registry does not answer; worth trying again later
     */
    Schema byId(int id);
}

package io.rolestream.schemas.registry;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * A schema under a subject.
 *
 * @param subject {@code <topic>-value}
 * @param version counts the subject's schemas, from 1
 * @param id identifies the schema across subjects, from 1
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {
    public RegisteredSchema {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("A subject must not be blank");
        }
        if (version < 1 || id < 1) {
            throw new IllegalArgumentException("Version and id count from 1: version %d, id %d".formatted(version, id));
        }
    }

    /** Identifies the schema in all registries, as a GUID made from its text. */
    public UUID guid() {
        return UUID.nameUUIDFromBytes(schema.toString().getBytes(StandardCharsets.UTF_8));
    }
}

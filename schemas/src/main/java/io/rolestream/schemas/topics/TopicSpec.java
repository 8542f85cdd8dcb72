package io.rolestream.schemas.topics;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One topic. Its keys are UTF-8 strings.
 *
 * @param name full name, prefix included
 * @param key what the key is, in words
 * @param value the value's record; empty where values are another record's raw bytes, or schemas
 * @param partitions at least 1
 * @param likeResumes whether it must have as many partitions as {@code resumes}, because it is read along with it
 * @param config Kafka's topic settings by their names, where the broker's defaults do not suffice
 * @param doc what the topic holds, and the reason for its retention
 */
public record TopicSpec(
        String name,
        String key,
        Optional<Class<? extends SpecificRecord>> value,
        int partitions,
        boolean likeResumes,
        Map<String, String> config,
        String doc) {
    public TopicSpec {
        if (name.isBlank() || doc.isBlank()) {
            throw new IllegalArgumentException("A topic has a name and a sentence on what it holds");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("Topic %s cannot have %d partitions".formatted(name, partitions));
        }
        config = Map.copyOf(config);
    }

    /** The request that creates it. */
    public NewTopic toNewTopic(short replicationFactor) {
        return new NewTopic(name, partitions, replicationFactor).configs(config);
    }
}

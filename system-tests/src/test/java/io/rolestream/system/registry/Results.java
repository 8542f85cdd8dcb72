package io.rolestream.system.registry;

import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.checks.CommittedTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is committed on the topics that the services write. */
record Results(String bootstrapServers, SchemaRegistry registry) {
    private static final Topics TOPICS = Topics.unprefixed();

    List<LabelledRole> labels() {
        var deserializer = new AvroSerde<>(LabelledRole.class, registry).deserializer();
        List<LabelledRole> labels = new ArrayList<>();
        CommittedTopic.forEach(
                bootstrapServers,
                TOPICS.labelledRoles(),
                record -> labels.add(deserializer.deserialize(record.topic(), record.value())));
        return labels;
    }

    /** The keys of a topic's records. */
    Set<String> keys(String topic) {
        Set<String> keys = new TreeSet<>();
        CommittedTopic.forEach(
                bootstrapServers, topic, record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
        return keys;
    }

    Set<String> deadLetters() {
        return keys(TOPICS.resumesDlq());
    }
}

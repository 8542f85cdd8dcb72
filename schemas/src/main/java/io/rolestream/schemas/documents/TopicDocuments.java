package io.rolestream.schemas.documents;

import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints {@link TopicCatalogue} for people and tools. */
public final class TopicDocuments {
    private TopicDocuments() {}

    /** A paragraph for each topic, for people. */
    public static String text(TopicCatalogue catalogue) {
        String end = System.lineSeparator();
        StringBuilder out = new StringBuilder();
        for (TopicSpec topic : catalogue.all()) {
            out.append(topic.name()).append(end);
            out.append("  ").append(topic.doc()).append(end);
            out.append("  key %s, value %s, partitions %d%s"
                    .formatted(
                            topic.key(),
                            topic.value().map(Class::getSimpleName).orElse("bytes"),
                            topic.partitions(),
                            end));
            new TreeMap<>(topic.config())
                    .forEach((key, value) -> out.append("  ")
                            .append(key)
                            .append('=')
                            .append(value)
                            .append(end));
        }
        return out.toString();
    }

    /** A list of topics, as the Helm chart reads it. */
    public static String yaml(TopicCatalogue catalogue) {
        List<Map<String, Object>> topics = new ArrayList<>();
        for (TopicSpec topic : catalogue.all()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", topic.name());
            entry.put("doc", topic.doc());
            entry.put("partitions", topic.partitions());
            entry.put("config", new TreeMap<>(topic.config()));
            topics.add(entry);
        }
        return YamlText.of(topics);
    }
}

package io.rolestream.system.checks;

import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When each committed label was appended, by partition, and how long none was. Degraded labels do not count: they come
 * whenever a resume changes, also while nobody votes.
 */
public final class LabelGaps {
    private final Map<Integer, List<Long>> appendedMs = new TreeMap<>();

    /** @param topic with timestamps of the type {@code LogAppendTime} */
    public static LabelGaps read(String bootstrapServers, SchemaRegistry registry, String topic) {
        LabelGaps gaps = new LabelGaps();
        var labels = new AvroSerde<>(LabelledRole.class, registry).deserializer();
        CommittedTopic.forEach(bootstrapServers, topic, label -> {
            if (!labels.deserialize(topic, label.value()).getDegraded()) {
                gaps.appendedMs
                        .computeIfAbsent(label.partition(), partition -> new ArrayList<>())
                        .add(label.timestamp());
            }
        });
        return gaps;
    }

    /**
     * The longest time without a label in any one partition of those that span an incident and none before it, or lie
     * between it and the next; zero if there is none.
     *
     * @param previous when the incident before it was
     * @param next when the incident after it was
     */
    public Duration longest(Instant previous, Instant incident, Instant next) {
        long longest = 0;
        for (List<Long> times : appendedMs.values()) {
            for (int i = 1; i < times.size(); i++) {
                Instant began = Instant.ofEpochMilli(times.get(i - 1));
                Instant ended = Instant.ofEpochMilli(times.get(i));
                boolean spans = !began.isAfter(incident) && ended.isAfter(incident) && !began.isBefore(previous);
                boolean follows = began.isAfter(incident) && !ended.isAfter(next);
                if (spans || follows) {
                    longest = Math.max(longest, times.get(i) - times.get(i - 1));
                }
            }
        }
        return Duration.ofMillis(longest);
    }
}

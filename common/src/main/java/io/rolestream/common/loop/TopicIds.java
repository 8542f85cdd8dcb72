package io.rolestream.common.loop;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Tells positions in a topic from those in a deleted one of the same name: each offset is committed with its topic's
 * id, and an offset with another id is not used. For one thread.
 */
final class TopicIds {
    private static final String NAME = "topic-id=";

    private Map<String, Uuid> ids = Map.of();

    /**
     * Takes note of the present ids. What was read from the topics returned is to be given up at once.
     *
     * @return the topics that were deleted and created again since the last call
     */
    Set<String> change(Map<String, Uuid> now) {
        Set<String> recreated = new HashSet<>();
        if (now != ids) {
            ids.forEach((topic, id) -> {
                if (!now.getOrDefault(topic, id).equals(id)) {
                    recreated.add(topic);
                }
            });
            ids = now;
        }
        return recreated;
    }

    /** What an offset in a topic is committed with. */
    String metadata(String topic) {
        Uuid id = ids.get(topic);
        return id == null ? "" : NAME + id;
    }

    /** Whether an offset was committed in a deleted topic; false if that is unknown. */
    boolean isOfAnother(TopicPartition partition, OffsetAndMetadata committed) {
        return committed.metadata().startsWith(NAME) && !committed.metadata().equals(metadata(partition.topic()));
    }
}

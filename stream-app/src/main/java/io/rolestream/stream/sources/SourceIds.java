package io.rolestream.stream.sources;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorMetadata;
import org.apache.kafka.streams.processor.internals.TopicPartitionMetadata;

/**
 * The ids of the topics that the application reads, which every task commits with its offsets.
 *
 * <p>A topic that was deleted and created again has the same name and another id. Offsets that instances committed
 * before they noticed would be used in the new topic, whose first records would be skipped. With the ids beside them,
 * the next start finds such offsets ({@link RecreatedSources}).
 *
 * <p>Kafka Streams owns the metadata of its commits, and offers its own processors a map of names and numbers in it. No
 * public interface leads there, so this class uses the internal one.
 *
 * <p>Set once before the threads start; then any thread may read.
 */
public final class SourceIds {
    /** The property of Kafka Streams under which tasks find an instance of this class. */
    public static final String PROPERTY = "rolestream.source.ids";

    private static final String KEY = "topic-id:";

    private volatile Map<String, Long> ids = Map.of();

    /** Sets the ids of the topics, by name. */
    public void set(Map<String, Uuid> topics) {
        Map<String, Long> shortened = new HashMap<>();
        topics.forEach((name, id) -> shortened.put(name, id.getMostSignificantBits() ^ id.getLeastSignificantBits()));
        ids = Map.copyOf(shortened);
    }

    /**
     * Called when a task begins: has the ids committed with its offsets.
     *
     * @throws RecreatedTopicException if its offsets belong to other topics, because another instance that has not
     *     noticed committed them after this one started
     */
    public static void commitWith(ProcessorContext<?, ?> task) {
        if (task instanceof InternalProcessorContext<?, ?> internal
                && task.appConfigs().get(PROPERTY) instanceof SourceIds sources) {
            sources.ids.forEach((topic, id) -> {
                Long committed = internal.processorMetadataForKey(KEY + topic);
                if (committed != null && !committed.equals(id)) {
                    throw new RecreatedTopicException(topic);
                }
                internal.addProcessorMetadataKeyValue(KEY + topic, id);
            });
        }
    }

    /** The topics of which a commit names another id. */
    Set<String> recreated(String metadata) {
        ProcessorMetadata committed = decoded(metadata).processorMetadata();
        Set<String> topics = new TreeSet<>();
        ids.forEach((topic, id) -> {
            Long before = committed.get(KEY + topic);
            if (before != null && !before.equals(id)) {
                topics.add(topic);
            }
        });
        return topics;
    }

    /** The metadata of a commit with the present ids. */
    String corrected(String metadata) {
        TopicPartitionMetadata decoded = decoded(metadata);
        ids.forEach((topic, id) -> decoded.processorMetadata().put(KEY + topic, id));
        return decoded.encode();
    }

    private static TopicPartitionMetadata decoded(String metadata) {
        try {
            return TopicPartitionMetadata.decode(metadata);
        } catch (RuntimeException e) { // not written by Kafka Streams
            return TopicPartitionMetadata.decode("");
        }
    }
}

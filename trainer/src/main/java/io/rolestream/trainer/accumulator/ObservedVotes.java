package io.rolestream.trainer.accumulator;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.AvroDeserializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;

/** The roles that observed labellers voted for, as the labels on a cluster record them. */
public final class ObservedVotes {
    /** No votes. */
    public static final ObservedVotes NONE = new ObservedVotes();

    private final Map<String, Map<String, String>> byContent = new HashMap<>();

    private ObservedVotes() {}

    /**
     * Reads all labels: the latest of each resume has the votes on its text.
     *
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
     */
    public static ObservedVotes read(Cluster cluster) {
        ObservedVotes votes = new ObservedVotes();
        AvroDeserializer<LabelledRole> labels = new AvroDeserializer<>(LabelledRole.class, cluster.registry());
        List<String> topics = List.of(cluster.topics().labelledRoles());
        try (CommittedReader reader = new CommittedReader(cluster.clients(), topics, From.BEGINNING, true, record -> {
            try {
                LabelledRole label = labels.deserialize(record.topic(), record.headers(), record.value());
                if (label != null) {
                    votes.add(label);
                }
            } catch (SerializationException e) {
                return true; // of a producer that is not ours
            }
            return true;
        })) {
            reader.run();
        }
        return votes;
    }

    private void add(LabelledRole label) {
        for (Vote vote : label.getObservedVotes()) {
            if (vote.getRole() != null) {
                byContent
                        .computeIfAbsent(label.getContentHash(), hash -> new HashMap<>(2))
                        .put(vote.getLabeller().intern(), vote.getRole().intern());
            }
        }
    }

    /** By the labellers' names; empty if none voted for a role. */
    public Map<String, String> on(String contentHash) {
        return byContent.getOrDefault(contentHash, Map.of());
    }
}

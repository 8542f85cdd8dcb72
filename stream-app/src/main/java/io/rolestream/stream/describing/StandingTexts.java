package io.rolestream.stream.describing;

import io.rolestream.common.clients.Clients;
import io.rolestream.events.WrittenDescription;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.stream.recommending.standing.StandingPartitions;
import java.util.Collection;
import java.util.Optional;

/** Which content of each resume has a description, in the partitions that are owned. For one thread. */
final class StandingTexts {
    private final StandingPartitions<WrittenDescription, String> partitions;

    /** @param topic {@code generated-descriptions} */
    StandingTexts(String topic, Clients clients, SchemaRegistry registry) {
        this.partitions = new StandingPartitions<>(
                topic,
                clients,
                new AvroDeserializer<>(WrittenDescription.class, registry),
                written -> Optional.ofNullable(written.getDescription()).map(text -> written.getContentHash()));
    }

    /** As {@link StandingPartitions#own}. */
    void own(Collection<Integer> more) {
        partitions.own(more);
    }

    /** As {@link StandingPartitions#load}. */
    boolean load() {
        return partitions.load();
    }

    /** Whether a resume has a description of this very content. */
    boolean has(int partition, String resumeId, String contentHash) {
        return contentHash.equals(partitions.of(partition).get(resumeId));
    }

    /** A description of a content was written. */
    void put(int partition, String resumeId, String contentHash) {
        partitions.of(partition).put(resumeId, contentHash);
    }

    /** A resume has no description any more. */
    void remove(int partition, String resumeId) {
        partitions.of(partition).remove(resumeId);
    }

    /** As {@link StandingPartitions#forget}. */
    void forget(Collection<Integer> others) {
        partitions.forget(others);
    }

    /** As {@link StandingPartitions#forgetAll}. */
    void forgetAll() {
        partitions.forgetAll();
    }
}

package io.rolestream.stream.recommending.labels;

import io.rolestream.common.clients.Clients;
import io.rolestream.events.LabelledJob;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.stream.recommending.standing.StandingPartitions;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The labels that stand in the partitions that are owned. For one thread. */
final class JobLabels {
    private final StandingPartitions<LabelledJob, StandingLabel> partitions;

    /** @param topic {@code labelled-jobs} */
    JobLabels(String topic, Clients clients, SchemaRegistry registry) {
        this.partitions = new StandingPartitions<>(
                topic,
                clients,
                new AvroDeserializer<>(LabelledJob.class, registry),
                label -> Optional.of(StandingLabel.of(label)));
    }

    /** As {@link StandingPartitions#own}. */
    void own(Collection<Integer> more) {
        partitions.own(more);
    }

    /** As {@link StandingPartitions#load}. */
    boolean load() {
        return partitions.load();
    }

    @Nullable
    StandingLabel get(int partition, String jobId) {
        return partitions.of(partition).get(jobId);
    }

    void put(int partition, String jobId, StandingLabel label) {
        partitions.of(partition).put(jobId, label);
    }

    void remove(int partition, String jobId) {
        partitions.of(partition).remove(jobId);
    }

    /** Whether some label of a partition was made by other versions. */
    boolean hasOthers(int partition, String ruleSet, String model) {
        return partitions.of(partition).values().stream().anyMatch(label -> !label.isBy(ruleSet, model));
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

package io.rolestream.trainer.service;

import io.rolestream.common.clients.Cluster;
import io.rolestream.evaluation.report.EvaluationMetrics;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.AvroDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Measures how often rules and champion disagree, on a sample of the newest labels, which carry both votes. */
final class DisagreementRate {
    /** The champion's agreement with the rules on texts it was not trained on. */
    static final String AGREEMENT = SetName.SILVER.key() + ".accuracy";

    /** With 500 labels, the standard error of the share is up to 2.2 %. */
    private static final int LEAST_LABELS = 500;

    private static final int LABELS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final String topic;
    private final AvroDeserializer<LabelledRole> deserializer;

    DisagreementRate(Cluster cluster) {
        this.cluster = cluster;
        this.topic = cluster.topics().labelledRoles();
        this.deserializer = new AvroDeserializer<>(LabelledRole.class, cluster.registry());
    }

    /**
     * The excess over the disagreement in the champion's evaluation, as a share of labels.
     *
     * @return empty if the champion was not evaluated on the rules' labels, or has voted on too few
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
     */
    OptionalDouble rise(ModelVersion champion) {
        Double agreement = EvaluationMetrics.current(champion.getMetrics()).get(AGREEMENT);
        if (agreement == null) {
            return OptionalDouble.empty();
        }
        List<LabelledRole> labels = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                cluster.clients().reader(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100))) {
            read(consumer, champion, labels);
        }
        long disagreements = labels.stream()
                .filter(label -> !Objects.equals(role(label.getModelVote()), role(label.getRuleVote())))
                .count();
        return labels.size() < LEAST_LABELS
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) disagreements / labels.size() - (1 - agreement));
    }

    private static boolean hasBothVotes(LabelledRole label, ModelVersion champion) {
        Vote model = label.getModelVote();
        return role(label.getRuleVote()) != null
                && model != null
                && model.getRole() != null
                && model.getLabeller().equals(champion.getName())
                && model.getLabellerVersion().equals(champion.getVersion());
    }

    private static @Nullable String role(@Nullable Vote vote) {
        return vote == null ? null : vote.getRole();
    }

    private void read(Consumer<byte[], byte[]> consumer, ModelVersion champion, List<LabelledRole> labels) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        // Transactions take offsets as well, at most as many as records.
        long back = 2L * LABELS / partitions.size();
        ends.forEach((partition, end) ->
                consumer.seek(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - back)));
        Set<String> resumes = new HashSet<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                add(champion, record, labels, resumes);
            }
        }
    }

    /** @param resumes of the labels; one that repeats a decision counts if that is not among them */
    private void add(
            ModelVersion champion,
            ConsumerRecord<byte[], byte[]> record,
            List<LabelledRole> labels,
            Set<String> resumes) {
        try {
            LabelledRole label = deserializer.deserialize(topic, record.headers(), record.value());
            if (label != null
                    && hasBothVotes(label, champion)
                    && (resumes.add(label.getResumeId()) || !label.getRepeatsDecision())) {
                labels.add(label);
            }
        } catch (SerializationException e) {
            return; // of a producer that is not ours
        }
    }
}

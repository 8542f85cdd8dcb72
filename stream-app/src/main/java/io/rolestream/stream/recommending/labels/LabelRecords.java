package io.rolestream.stream.recommending.labels;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.Decision;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.DeadLetter;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The records that the labelling of jobs sends. For one thread. */
final class LabelRecords {
    private final Topics topics;
    private final DecisionPolicy policy;
    private final JobSkills skills;
    private final Tracing tracing;
    private final Serializer<LabelledJob> serializer;
    private volatile int maxLetterBytes;

    LabelRecords(Cluster cluster, DecisionPolicy policy, JobSkills skills, Tracing tracing) {
        this.topics = cluster.topics();
        this.policy = policy;
        this.skills = skills;
        this.tracing = tracing;
        this.serializer = cluster.labelSerializer(LabelledJob.class);
    }

    /** Sets the largest batch that {@code jobs-dlq} takes, before the first letter. */
    void maxLetterBytes(int bytes) {
        maxLetterBytes = bytes;
    }

    /** A job's label. */
    LabelledJob label(
            ConsumerRecord<byte[], byte[]> record, JobWork.Label work, @Nullable Vote modelVote, int revision) {
        ReadableJob job = work.job();
        Decision decision = policy.decide(work.ruleVote(), modelVote, null);
        return LabelledJob.newBuilder()
                .setJobId(job.jobId())
                .setRole(decision.role())
                .setDecidedBy(decision.decidedBy())
                .setConfidence(decision.confidence())
                .setRevision(revision)
                .setPolicy(policy.toString())
                .setRuleVote(work.ruleVote())
                .setModelVote(modelVote)
                .setSkills(skills.of(job))
                .setContentHash(job.contentHash())
                .setJobPartition(record.partition())
                .setJobOffset(record.offset())
                .setOpenUntil(job.openUntil())
                .setPostedAt(job.postedAt())
                .setLabelledAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    /** A label for the partition that its job came from. */
    ProducerRecord<byte[], byte[]> record(ConsumerRecord<byte[], byte[]> origin, LabelledJob label) {
        byte[] value = serializer.serialize(topics.labelledJobs(), label);
        Headers headers = new RecordHeaders();
        if (tracing.isOn()) {
            tracing.step(
                    "label-job",
                    origin.headers(),
                    headers,
                    origin.timestamp(),
                    Map.of("rolestream.role", label.getRole()));
        }
        return new ProducerRecord<>(
                topics.labelledJobs(),
                origin.partition(),
                null,
                label.getJobId().getBytes(StandardCharsets.UTF_8),
                value,
                headers);
    }

    /** Says that a job was deleted. */
    ProducerRecord<byte[], byte[]> deletion(ConsumerRecord<byte[], byte[]> origin) {
        return new ProducerRecord<>(topics.labelledJobs(), origin.partition(), origin.key(), null);
    }

    /** A record that is no posting, or that the model fails on, as a dead letter. */
    ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> record, Reading.Unreadable<?> unreadable) {
        Headers headers =
                DeadLetterHeaders.of(record.headers(), record.topic(), record.partition(), record.offset(), unreadable);
        DeadLetter letter = DeadLetter.fitting(record.key(), record.value(), headers, maxLetterBytes);
        return new ProducerRecord<>(topics.jobsDlq(), null, letter.key(), letter.value(), letter.headers());
    }
}

package io.rolestream.trainer.matching.store;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.events.Resume;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.schemas.job.FeedbackReader;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.job.ReadableFeedback;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.matching.feedback.Reaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code resumes}, {@code jobs} and {@code job-feedback} into a {@link MatchStore}, from where the store is.
 * Invalid records are skipped by the same readers that dead-letter them elsewhere.
 */
public final class TopicMatches implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Maximum records of a transaction, and bytes of a fetch. */
    private static final Map<String, Integer> BATCH = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20,
            // To close, a consumer waits for the answer to its last fetch.
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);

    private final Cluster cluster;
    private final Topics topics;
    private final MatchStore store;
    private final ResumeReader resumes;
    private final AvroDeserializer<Resume> wholeResumes;
    private final JobReader jobs;
    private final FeedbackReader feedback;
    private final Consumer<String, byte[]> consumer;
    private final @Nullable GoneRecords gone;
    private List<TopicPartition> assigned = List.of();

    /**
     * Reads nothing yet.
     *
     * @param textChars longer texts are skipped, as other services do
     * @param gone counts what was deleted before it was read; null for none
     */
    TopicMatches(Cluster cluster, MatchStore store, int textChars, @Nullable GoneRecords gone) {
        this.gone = gone;
        this.cluster = cluster;
        this.topics = cluster.topics();
        this.store = store;
        this.resumes = cluster.resumeReader(textChars);
        this.wholeResumes = new AvroDeserializer<>(Resume.class, cluster.registry());
        this.jobs = cluster.jobReader(textChars);
        this.feedback = cluster.feedbackReader();
        this.consumer = cluster.clients().follower(BATCH);
    }

    /** The topics that are read. */
    static List<String> names(Topics topics) {
        return List.of(topics.resumes(), topics.jobs(), topics.jobFeedback());
    }

    /**
     * Reads what is new, up to the present ends.
     *
     * @param textChars longer texts are skipped, as other services do
     * @return by {@code topic-partition}: how far the topics are read
     * @throws MatchStoreException if a topic is missing, or the store cannot be written
     */
    public static Map<String, Long> catchUp(Cluster cluster, MatchStore store, int textChars)
            throws InterruptedException {
        try (TopicMatches matches = new TopicMatches(cluster, store, textChars, null)) {
            matches.look();
            Map<TopicPartition, Long> ends = matches.consumer.endOffsets(matches.assigned);
            while (!matches.reached(ends)) {
                matches.step(POLL);
                if (Thread.interrupted()) {
                    throw new InterruptedException("while feedback was read");
                }
            }
        }
        Map<String, Long> offsets = new HashMap<>();
        store.positions().forEach((partition, next) -> offsets.put(partition.toString(), next));
        return offsets;
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    Consumer<?, ?> consumer() {
        return consumer;
    }

    /**
     * Finds the partitions, and continues from where the store is if they are others than before.
     *
     * @throws MatchStoreException if a topic is missing
     */
    void look() throws InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        boolean recreated = false;
        for (TopicDescription topic : described()) {
            recreated |= store.topic(topic.name(), topic.topicId(), holds(topic.name()));
            topic.partitions().forEach(one -> partitions.add(new TopicPartition(topic.name(), one.partition())));
        }
        if (recreated || !partitions.equals(assigned)) {
            consumer.assign(partitions);
            seek(partitions);
            assigned = partitions;
        }
    }

    /**
     * The partitions of jobs and feedback.
     *
     * @throws MatchStoreException if a topic is missing
     */
    List<TopicPartition> signsOfUse() throws InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic : described()) {
            if (holds(topic.name()) != MatchStore.Rows.RESUMES) {
                topic.partitions().forEach(one -> partitions.add(new TopicPartition(topic.name(), one.partition())));
            }
        }
        return partitions;
    }

    /** Whether there has ever been a record. */
    boolean isWritten(List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions).values().stream().anyMatch(end -> end > 0);
    }

    private List<TopicDescription> described() throws InterruptedException {
        List<String> names = names(topics);
        try (Admin admin = cluster.clients().admin()) {
            return admin.describeTopics(names).allTopicNames().get().values().stream()
                    .sorted(Comparator.comparing(TopicDescription::name))
                    .toList();
        } catch (ExecutionException e) {
            throw new MatchStoreException(
                    "the topics " + names + " cannot be read: " + e.getCause()
                            + "; create missing ones with `rolestream topics create`",
                    e);
        }
    }

    /** Stores what has arrived, after waiting for it for a while. */
    void step(Duration patience) {
        try {
            take(consumer.poll(patience));
        } catch (OffsetOutOfRangeException e) {
            if (gone != null) {
                gone.count(consumer, e);
            }
            e.partitions().forEach(store::beginAgain);
            seek(e.partitions());
        }
    }

    /** Committed records that are not stored yet; empty while unknown. */
    OptionalLong lag() {
        long sum = 0;
        for (TopicPartition partition : assigned) {
            OptionalLong behind = consumer.currentLag(partition);
            if (behind.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += behind.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    private MatchStore.Rows holds(String topic) {
        return topic.equals(topics.resumes())
                ? MatchStore.Rows.RESUMES
                : topic.equals(topics.jobs()) ? MatchStore.Rows.JOBS : MatchStore.Rows.REACTIONS;
    }

    private void seek(Iterable<TopicPartition> partitions) {
        Map<TopicPartition, Long> stored = store.positions();
        for (TopicPartition partition : partitions) {
            Long next = stored.get(partition);
            if (next == null) {
                consumer.seekToBeginning(Set.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        List<MatchRecord> changes = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> record : records) {
            changes.add(new MatchRecord(
                    new TopicPartition(record.topic(), record.partition()), record.offset(), change(record)));
        }
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
        store.apply(changes, next);
    }

    private MatchRecord.@Nullable Change change(ConsumerRecord<String, byte @Nullable []> record) {
        byte[] key = record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8);
        if (record.topic().equals(topics.resumes())) {
            return resume(record, key);
        }
        if (record.topic().equals(topics.jobs())) {
            return job(record, key);
        }
        Reading<ReadableFeedback> read =
                feedback.read(record.topic(), key, record.value(), record.headers(), record.timestamp());
        if (read instanceof Reading.Forget<ReadableFeedback> forgotten) {
            return new MatchRecord.Erased(forgotten.id(), record.timestamp(), false);
        }
        return read instanceof Reading.Readable<ReadableFeedback> one ? reacted(one.value(), record.timestamp()) : null;
    }

    private MatchRecord.@Nullable Change resume(
            ConsumerRecord<String, byte @Nullable []> record, byte @Nullable [] key) {
        Reading<ReadableResume> read =
                resumes.read(record.topic(), key, record.value(), record.headers(), record.timestamp());
        if (read instanceof Reading.Forget<ReadableResume> forgotten) {
            return new MatchRecord.Erased(forgotten.id(), record.timestamp(), true);
        }
        if (!(read instanceof Reading.Readable<ReadableResume> one)) {
            return null;
        }
        Resume whole = wholeResumes.deserialize(record.topic(), record.headers(), record.value());
        return whole == null
                ? null
                : new MatchRecord.Resumed(Candidate.of(one.value().resumeId(), whole), record.timestamp());
    }

    private MatchRecord.@Nullable Change job(ConsumerRecord<String, byte @Nullable []> record, byte @Nullable [] key) {
        Reading<ReadableJob> read =
                jobs.read(record.topic(), key, record.value(), record.headers(), record.timestamp());
        if (read instanceof Reading.Forget<ReadableJob> forgotten) {
            return new MatchRecord.Closed(forgotten.id(), record.timestamp());
        }
        return read instanceof Reading.Readable<ReadableJob> one
                ? new MatchRecord.Posted(Posting.of(one.value()))
                : null;
    }

    /** @param sent so that an erasure after it covers it, whatever its sender's clock said */
    private static MatchRecord.Change reacted(ReadableFeedback one, long sent) {
        return new MatchRecord.Reacted(
                new Reaction(
                        one.resumeId(),
                        one.jobId(),
                        one.action(),
                        one.position().isPresent() ? one.position().getAsInt() : null),
                Math.min(one.happenedAt().toEpochMilli(), sent));
    }

    @Override
    public void close() {
        consumer.close();
    }
}

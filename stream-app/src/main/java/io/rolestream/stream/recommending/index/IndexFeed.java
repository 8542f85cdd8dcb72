package io.rolestream.stream.recommending.index;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * All partitions of the topics that the indexes are built of, from their beginning, or from where a stored index of
 * jobs ends. For one thread.
 */
final class IndexFeed implements AutoCloseable {
    private static final int MOST_RECORDS = 500;
    private static final Duration ASK_WITHIN = Duration.ofSeconds(10);

    private final Topics topics;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    /** Where the last poll ended, of partitions that had records. */
    private final Map<TopicPartition, Long> polled = new HashMap<>();

    private final Map<TopicPartition, Long> beginnings;
    private final Map<TopicPartition, Long> ends;
    private final String jobsId;
    private final String labelsId;
    private final Duration tombstones;
    /** Jobs and their labels, with their ends as offsets, at the start. */
    private final StoredJobs.Sources present;

    /**
     * Connects.
     *
     * @param describes whether generated descriptions are read, too
     * @param now when it is asked how far the topics go
     * @throws CommandFailedException if a topic is missing
     */
    IndexFeed(Cluster cluster, boolean describes, Instant now) {
        this.topics = cluster.topics();
        try (Admin admin = cluster.clients().admin()) {
            // Before anything is read: if a topic is created again meanwhile, what is stored names the one before.
            this.jobsId = TopicAdmin.id(admin, topics.jobs());
            this.labelsId = TopicAdmin.id(admin, topics.labelledJobs());
            Duration ofJobs = TopicAdmin.tombstoneRetention(admin, topics.jobs());
            Duration ofLabels = TopicAdmin.tombstoneRetention(admin, topics.labelledJobs());
            this.tombstones = ofJobs.compareTo(ofLabels) < 0 ? ofJobs : ofLabels;
        }
        this.consumer = cluster.clients()
                .reader(Map.of(
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MOST_RECORDS,
                        // To close, a consumer waits for the answer to its last fetch.
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100));
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : read(topics, describes)) {
                List<PartitionInfo> found = consumer.partitionsFor(topic);
                if (found.isEmpty()) {
                    throw new CommandFailedException(
                            "no topic " + topic + " on this cluster; create it with `rolestream topics create`");
                }
                found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            consumer.beginningOffsets(partitions).forEach(positions::put);
            ends = new HashMap<>(consumer.endOffsets(partitions));
            beginnings = Map.copyOf(positions);
            present = sources(ends, now);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** The topics that indexes are built of. */
    static List<String> read(Topics topics, boolean describes) {
        List<String> read = new ArrayList<>(
                List.of(topics.jobs(), topics.labelledJobs(), topics.resumes(), topics.labelledRoles()));
        if (describes) {
            read.add(topics.generatedDescriptions());
        }
        return read;
    }

    /** Why a stored index of jobs cannot be continued; null if it can. */
    @Nullable
    String problem(StoredJobs.Sources stored) {
        return stored.problem(present, tombstones);
    }

    /** Begins with the jobs and their labels where a stored index ends. */
    void continueFrom(StoredJobs.Sources stored) {
        seek(topics.jobs(), stored.jobs().offsets());
        seek(topics.labelledJobs(), stored.labels().offsets());
    }

    private void seek(String topic, List<Long> offsets) {
        for (int partition = 0; partition < offsets.size(); partition++) {
            TopicPartition each = new TopicPartition(topic, partition);
            positions.put(each, offsets.get(partition));
            consumer.seek(each, offsets.get(partition));
        }
    }

    /** What an index of jobs follows from that has taken everything that was accepted. */
    StoredJobs.Sources sources(Instant now) {
        return sources(positions, now);
    }

    private StoredJobs.Sources sources(Map<TopicPartition, Long> offsets, Instant now) {
        return new StoredJobs.Sources(
                new StoredJobs.Source(jobsId, of(topics.jobs(), beginnings), of(topics.jobs(), offsets)),
                new StoredJobs.Source(
                        labelsId, of(topics.labelledJobs(), beginnings), of(topics.labelledJobs(), offsets)),
                now);
    }

    List<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        polled.clear();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            records.add(record);
            polled.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
        return records;
    }

    /** Everything that was polled has been indexed. */
    void accept() {
        for (TopicPartition partition : consumer.assignment()) {
            try {
                positions.put(partition, consumer.position(partition, ASK_WITHIN));
            } catch (TimeoutException e) {
                return; // a broker is away; the positions stay those of the last time
            }
        }
    }

    /** What was polled last is polled again. Some of it may be indexed: until all is, this has not caught up. */
    void reject() {
        polled.forEach((partition, end) -> ends.merge(partition, end, Math::max));
        positions.forEach(consumer::seek);
    }

    /** From now on it has not caught up until all that is there now has been accepted. */
    void expectPresent() {
        ends.putAll(consumer.endOffsets(consumer.assignment()));
    }

    /** Whether all that was there when it began, and when that was last asked for, has been accepted. */
    boolean isCaughtUp() {
        ends.entrySet().removeIf(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
        return ends.isEmpty();
    }

    AsOf asOf() {
        return new AsOf(
                of(topics.jobs(), positions),
                of(topics.labelledJobs(), positions),
                of(topics.resumes(), positions),
                of(topics.labelledRoles(), positions));
    }

    private static List<Long> of(String topic, Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byPartition = new TreeMap<>();
        offsets.forEach((partition, offset) -> {
            if (partition.topic().equals(topic)) {
                byPartition.put(partition.partition(), offset);
            }
        });
        return List.copyOf(byPartition.values());
    }

    /** The oldest offsets of {@code resumes}: what is older was deleted by retention. */
    Map<Integer, Long> oldestResumes() {
        List<TopicPartition> partitions = consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(topics.resumes()))
                .toList();
        Map<Integer, Long> oldest = new HashMap<>();
        consumer.beginningOffsets(partitions).forEach((partition, offset) -> oldest.put(partition.partition(), offset));
        return oldest;
    }

    @Override
    public void close() {
        consumer.close();
    }
}

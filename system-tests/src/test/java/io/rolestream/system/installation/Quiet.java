package io.rolestream.system.installation;

import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Waits until the services have taken all resumes in and nothing more comes out. */
public final class Quiet {
    private static final long POLL_MILLIS = 100;

    private Quiet() {}

    /**
     * Returns when every group has committed all of {@code resumes} and the committed ends of the outputs have not
     * moved for a while, or when patience is at its end: what is missing then is for the checker to find.
     */
    public static void await(Admin admin, Topics topics, List<String> groups, Duration unmoved, Duration patience)
            throws ExecutionException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        Instant since = Instant.now();
        Map<TopicPartition, Long> before = Map.of();
        while (Instant.now().isBefore(end)) {
            Map<TopicPartition, Long> now =
                    committedEnds(admin, List.of(topics.labelledRoles(), topics.resumesDlq(), topics.labelVotes()));
            if (!now.equals(before) || !allTakenIn(admin, topics.resumes(), groups)) {
                since = Instant.now();
            }
            if (since.plus(unmoved).isBefore(Instant.now())) {
                return;
            }
            before = now;
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Returns when so much is committed on a topic, ends of transactions included, or when patience is at its end. */
    public static void awaitCommitted(Admin admin, String topic, long records, Duration patience)
            throws ExecutionException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (committedEnds(admin, List.of(topic)).values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        < records
                && Instant.now().isBefore(end)) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean allTakenIn(Admin admin, String topic, List<String> groups)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = committedEnds(admin, List.of(topic));
        for (String group : groups) {
            Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            boolean all = ends.entrySet().stream().allMatch(end -> {
                OffsetAndMetadata offset = taken.get(end.getKey());
                return end.getValue() == 0 || (offset != null && offset.offset() >= end.getValue());
            });
            if (!all) {
                return false;
            }
        }
        return true;
    }

    private static Map<TopicPartition, Long> committedEnds(Admin admin, List<String> topics)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }
}

package io.rolestream.stream.recommending.lists;

import io.rolestream.stream.recommending.index.AsOf;
import io.rolestream.stream.recommending.index.IndexedTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Commits how far a recommender has read and recommended, for those who watch its lag. For one thread. */
final class ListProgress {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final List<ListTopic> lists;
    private final ListTransactions transactions;
    private Instant next = Instant.EPOCH;
    private AsOf reported = AsOf.NOTHING;

    ListProgress(List<ListTopic> lists, ListTransactions transactions) {
        this.lists = lists;
        this.transactions = transactions;
    }

    /** Reports again, also what has not changed: partitions, or the index, are others now. */
    void again() {
        reported = AsOf.NOTHING;
    }

    /**
     * Commits offsets of the partitions whose lists are all written, unless it did a short time ago.
     *
     * @param kept partitions of resumes and jobs
     */
    void report(
            IndexedTexts indexed,
            ListBooks current,
            Set<TopicPartition> kept,
            ConsumerGroupMetadata place,
            Instant now) {
        if (now.isBefore(next) || kept.isEmpty() || indexed.asOf().equals(reported)) {
            return;
        }
        next = now.plus(EVERY);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        boolean all = true;
        for (ListTopic topic : lists) {
            if (current.book(topic.side()).dueSince(now) != null) {
                all = false;
            } else {
                List<Long> read = ListWriter.read(topic, indexed);
                kept.stream()
                        .filter(partition -> partition.topic().equals(topic.subjects()))
                        .forEach(partition ->
                                offsets.put(partition, new OffsetAndMetadata(read.get(partition.partition()))));
            }
        }
        if (!offsets.isEmpty()) {
            transactions.commit(List.of(), offsets, place);
        }
        if (all) {
            reported = indexed.asOf();
        }
    }
}

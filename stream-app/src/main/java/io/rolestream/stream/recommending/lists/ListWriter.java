package io.rolestream.stream.recommending.lists;

import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.book.DueList;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.RecommendationBook;
import io.rolestream.stream.recommending.index.IndexedTexts;
import io.rolestream.stream.recommending.lists.ListMeters.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Computes lists that are due, in batches of about the same time, and writes those that differ. For one thread. */
final class ListWriter {
    private static final Duration BATCH_TIME = Duration.ofMillis(300);
    private static final int FIRST_BATCH = 16;
    private static final int MOST_IN_BATCH = 512;

    private final Ranking ranking;
    private final ListTransactions transactions;
    private final ListTraces traces;
    private final ListMeters meters;
    private int batch = FIRST_BATCH;

    ListWriter(Ranking ranking, ListTransactions transactions, ListTraces traces, ListMeters meters) {
        this.ranking = ranking;
        this.transactions = transactions;
        this.traces = traces;
        this.meters = meters;
    }

    /**
     * Writes a batch.
     *
     * @param place in the group, with which it commits
     */
    void write(ListTopic topic, IndexedTexts indexed, RecommendationBook book, ConsumerGroupMetadata place, Instant now)
            throws InterruptedException {
        Side side = topic.side();
        List<DueList> due = book.take(now, batch);
        meters.state(side, indexed.size(side), book.due(now), book.dueSince(now));
        if (due.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<DueList> toRank = new ArrayList<>();
        for (DueList list : due) {
            if (list.subject() != null) {
                toRank.add(list);
                continue;
            }
            traces.settled(side, list.key());
            if (book.settleGone(list)) {
                records.add(record(topic, list, null, new RecordHeaders()));
                meters.settled(side, Outcome.DELETED);
            }
        }
        List<@Nullable ComputedList> ranked = ranking.rank(indexed, side, toRank, now);
        for (int i = 0; i < ranked.size(); i++) {
            ComputedList list = ranked.get(i);
            ListKey key = toRank.get(i).key();
            if (list == null) {
                traces.settled(side, key);
                book.settleFailed(toRank.get(i), now);
                meters.settled(side, Outcome.FAILED);
                continue;
            }
            OptionalInt revision = book.settle(toRank.get(i), topic.standing(list), now);
            if (revision.isPresent()) {
                Headers headers = traces.written(side, key, list.cause());
                records.add(record(topic, toRank.get(i), topic.write(list, revision.getAsInt()), headers));
            } else {
                traces.settled(side, key);
            }
            meters.settled(side, revision.isPresent() ? Outcome.WRITTEN : Outcome.UNCHANGED);
        }
        adapt(due.size(), System.nanoTime() - start);
        if (!records.isEmpty()) {
            transactions.commit(records, offsets(topic, records, indexed), place);
        }
    }

    private void adapt(int computed, long nanos) {
        long affordable = BATCH_TIME.toNanos() * computed / Math.max(1, nanos);
        batch = (int) Math.max(1, Math.min(MOST_IN_BATCH, Math.min(affordable, 2L * batch)));
    }

    private static ProducerRecord<byte[], byte[]> record(
            ListTopic topic, DueList list, byte @Nullable [] value, Headers headers) {
        byte[] key = list.key().id().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic.name(), list.key().partition(), null, key, value, headers);
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(
            ListTopic topic, List<ProducerRecord<byte[], byte[]>> records, IndexedTexts indexed) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        List<Long> read = read(topic, indexed);
        for (ProducerRecord<byte[], byte[]> record : records) {
            int partition = record.partition();
            offsets.put(new TopicPartition(topic.subjects(), partition), new OffsetAndMetadata(read.get(partition)));
        }
        return offsets;
    }

    /** How far the topic of a list's subjects is indexed. */
    static List<Long> read(ListTopic topic, IndexedTexts indexed) {
        return topic.side() == Side.JOB ? indexed.asOf().jobs() : indexed.asOf().resumes();
    }
}

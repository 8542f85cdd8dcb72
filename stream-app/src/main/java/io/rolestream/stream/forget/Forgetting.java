package io.rolestream.stream.forget;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Counted;
import io.rolestream.common.text.DurationText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Erases resumes or jobs, whichever partitions their records are in. What follows is said of resumes; jobs are erased
 * in the same way, and {@link Erasure} names the topics.
 *
 * <p><b>The problem.</b> A null value on {@code resumes} deletes what is known in its own partition. Clients differ in
 * their default partitioners, so the null value of one may miss the resume of another, or one of several copies. Then
 * the label is deleted, because labels are partitioned by id, but its state remains: the same resume, sent again, is
 * taken for a repeat and gets no label.
 *
 * <p><b>How.</b> Every partition of {@code resumes} gets a null value, even if no topic holds a record of the id: state
 * may outlive records. The topology then deletes state, the answers in the same partition, and label, disagreement and
 * example in the partition that follows from the id; the recommender deletes the list of jobs. Where a compacted topic
 * holds a record elsewhere, which happens after partitions were added, it gets a null value directly. Feedback cannot
 * be deleted from its topic, which keeps every record for a year; a null value there has trainers erase their copies.
 * All other records are deleted by age.
 */
public final class Forgetting {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Cluster cluster;
    private final Erasure erasure;

    public Forgetting(Cluster cluster, Erasure erasure) {
        this.cluster = cluster;
        this.erasure = erasure;
    }

    /**
     * Reads all topics that hold records of them, from their beginning to their present end.
     *
     * @return by id, in the order of the ids; incomplete if stopped. Of a compacted topic, only the latest record of an
     *     id in each partition counts
     * @throws CommandFailedException if a topic does not exist
     */
    public Map<String, Holdings> search(Set<String> ids, BooleanSupplier stop) {
        return search(ids, erasure.searched(), stop);
    }

    private Map<String, Holdings> search(Set<String> ids, List<String> searched, BooleanSupplier stop) {
        Map<String, Holdings> byId = new LinkedHashMap<>();
        Map<ByteBuffer, Holdings> byKey = new HashMap<>();
        for (String id : ids) {
            Holdings holdings = new Holdings(searched);
            byId.put(id, holdings);
            byKey.put(ByteBuffer.wrap(key(id)), holdings);
        }
        new CommittedReader(cluster.clients(), searched, From.BEGINNING, true, record -> {
                    Holdings holdings = record.key() == null ? null : byKey.get(ByteBuffer.wrap(record.key()));
                    if (holdings != null) {
                        note(record, holdings);
                    }
                    return !stop.getAsBoolean();
                })
                .run(stop);
        return byId;
    }

    private void note(ConsumerRecord<byte[], byte[]> record, Holdings holdings) {
        if (record.value() != null) {
            holdings.hold(record.topic(), record.partition());
        } else if (erasure.isCompacted(record.topic())) {
            holdings.release(record.topic(), record.partition());
        } else {
            holdings.see();
        }
    }

    /**
     * Sends the null values.
     *
     * @param holdings of each id, as found by {@link #search}
     * @return the offset of the last null value in each partition of the source
     * @throws CommandFailedException if one could not be sent; the others may have been
     */
    public Map<TopicPartition, Long> erase(Map<String, Holdings> holdings) {
        Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer = cluster.clients().producer(Map.of())) {
            int partitions = producer.partitionsFor(erasure.source()).size();
            holdings.forEach((id, held) -> nullValues(id, held, partitions, producer)
                    .forEach(nullValue -> producer.send(nullValue, (place, refused) -> {
                        if (refused != null) {
                            failure.compareAndSet(null, refused);
                        } else if (place.topic().equals(erasure.source())) {
                            offsets.merge(
                                    new TopicPartition(place.topic(), place.partition()), place.offset(), Math::max);
                        }
                    })));
            producer.flush();
        }
        if (failure.get() != null) {
            throw new CommandFailedException(
                    "not all null values could be sent; forget again once this is corrected: "
                            + failure.get().getMessage(),
                    failure.get());
        }
        return offsets;
    }

    /**
     * Waits until the recommender's topics hold nothing of the ids any more.
     *
     * @param holdings of each id before
     * @return false if stopped before
     * @throws CommandFailedException if they still do after {@code patience}
     */
    public boolean awaitRecommender(Map<String, Holdings> holdings, Duration patience, BooleanSupplier stop) {
        long start = System.nanoTime();
        Set<String> left = heldByRecommender(holdings);
        while (!left.isEmpty() && !stop.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new CommandFailedException(
                        ("the null values are sent, but the recommender has not deleted what it holds of %s within %s;"
                                        + " it will once it runs: is `rolestream recommender` up?")
                                .formatted(Counted.of(left.size(), erasure.noun()), DurationText.of(patience)));
            }
            LockSupport.parkNanos(LOOK_NANOS);
            left = heldByRecommender(search(left, List.copyOf(erasure.ofRecommender()), stop));
        }
        return left.isEmpty();
    }

    private Set<String> heldByRecommender(Map<String, Holdings> holdings) {
        return holdings.entrySet().stream()
                .filter(held -> erasure.ofRecommender().stream()
                        .anyMatch(topic -> !held.getValue().in(topic).isEmpty()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @SuppressWarnings("NullAway") // records without a value
    private List<ProducerRecord<byte[], byte[]>> nullValues(
            String id, Holdings held, int partitions, Producer<byte[], byte[]> producer) {
        byte[] key = key(id);
        List<ProducerRecord<byte[], byte[]>> nullValues = new ArrayList<>();
        for (String topic : erasure.followingId()) {
            int reached = partitionOf(key, producer.partitionsFor(topic).size());
            add(topic, held, partition -> partition != reached, key, nullValues);
        }
        erasure.followingSource()
                .forEach(topic -> add(topic, held, partition -> partition >= partitions, key, nullValues));
        erasure.told().forEach(topic -> add(topic, held, partition -> true, key, nullValues));
        IntStream.range(0, partitions)
                .forEach(partition -> nullValues.add(new ProducerRecord<>(erasure.source(), partition, key, null)));
        return nullValues;
    }

    @SuppressWarnings("NullAway") // records without a value
    private static void add(
            String topic,
            Holdings held,
            IntPredicate wanted,
            byte[] key,
            List<ProducerRecord<byte[], byte[]>> nullValues) {
        held.in(topic).stream()
                .filter(wanted::test)
                .forEach(partition -> nullValues.add(new ProducerRecord<>(topic, partition, key, null)));
    }

    /** As Kafka Streams and Java's producer choose it. */
    private static int partitionOf(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    private static byte[] key(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}

package io.rolestream.dashboard.feed;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.reading.TopicWatch;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.dashboard.review.ReviewState;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics on its own thread and passes their records to a {@link FeedReader}, which updates the live state.
 *
 * <p>It belongs to no group and is assigned all partitions, so it causes no rebalance and leaves no trace. It begins a
 * bounded number of records back. If Kafka or the registry fails, it reopens where it was; if topics got more
 * partitions or were recreated, it reopens with all of them. If it cannot keep up, it skips records rather than showing
 * old ones, and reports how many.
 */
public final class TopicFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_POLL_RECORDS = 2_000;

    /** If it is this many records of a topic that may be skipped behind, it continues with the latest. */
    private static final long TOO_FAR_BEHIND = 50_000;

    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Clients clients;
    private final FeedReader reader;
    private final Map<String, Long> reachBack;
    private final TopicWatch watch;
    private Map<String, Uuid> ids = Map.of();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Set<TopicPartition> behind = new HashSet<>();
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private volatile Map<String, Long> partitions = Map.of();
    private String trouble = "";
    private long lookedAt = System.nanoTime();

    private TopicFeed(Clients clients, String thread, FeedReader reader) {
        this.clients = clients;
        this.reader = reader;
        this.reachBack = reader.reachBack();
        this.watch = new TopicWatch(clients, reachBack.keySet());
        this.thread = new Thread(this::run, thread);
        this.thread.setDaemon(true);
    }

    /** A feed of the labelling service's records, and those of its workers and trainers. */
    public static TopicFeed ofLabels(Cluster cluster, LiveState state, ReviewState review, LabelBook labels) {
        return new TopicFeed(
                cluster.clients(),
                "dashboard-feed",
                new LabelRecordReader(cluster.topics(), cluster.registry(), state, review, labels));
    }

    /**
     * A feed of jobs, recommendations and feedback.
     *
     * @param textChars longer texts of jobs are skipped, as other services do
     */
    public static TopicFeed ofMatches(Cluster cluster, int textChars, MatchState state) {
        return new TopicFeed(
                cluster.clients(), "dashboard-match-feed", new MatchRecordReader(cluster, textChars, state));
    }

    public void start() {
        thread.start();
    }

    /** The number of partitions of a topic that it reads; 0 before it is known. */
    public int partitions(String topic) {
        return partitions.getOrDefault(topic, 0L).intValue();
    }

    private void run() {
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> consumer = open()) {
                reading = consumer;
                report("");
                read(consumer);
            } catch (WakeupException e) {
                LOG.debug("stopping", e);
            } catch (SchemaRegistryUnavailableException e) {
                LOG.debug("a record waits for the schema registry", e);
                reader.trouble(String.valueOf(e.getMessage()));
                sleep();
            } catch (RuntimeException e) {
                if (!isClosed()) {
                    report(String.valueOf(e.getMessage()));
                    sleep();
                }
            } finally {
                reading = null;
            }
        }
    }

    /** Once for each problem: missing rights, for one, may last for days. */
    private void report(String problem) {
        if (!problem.isEmpty() && !problem.equals(trouble)) {
            LOG.warn("the dashboard cannot read; trying again: {}", problem);
        }
        trouble = problem;
        reader.trouble(problem);
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private void sleep() {
        try {
            closing.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("unexpected interrupt", e);
        }
    }

    private Consumer<byte[], byte[]> open() {
        Consumer<byte[], byte[]> consumer = clients.reader(Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                MAX_POLL_RECORDS,
                // To close, a consumer waits for the answer to its last fetch.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100));
        try {
            watch.start();
            forgetRecreated();
            begin(consumer);
            return consumer;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private void begin(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> assigned = new ArrayList<>();
        reachBack
                .keySet()
                .forEach(topic -> consumer.partitionsFor(topic)
                        .forEach(info -> assigned.add(new TopicPartition(topic, info.partition()))));
        consumer.assign(assigned);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(assigned);
        ends.clear();
        ends.putAll(consumer.endOffsets(assigned));
        behind.clear();
        behind.addAll(assigned);
        for (TopicPartition partition : assigned) {
            long earliest = first.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, earliest);
            long back = reachBack.getOrDefault(partition.topic(), 0L);
            long wanted = back > end ? earliest : Math.max(earliest, end - back);
            long known = positions.getOrDefault(partition, wanted);
            consumer.seek(partition, known > end ? wanted : Math.max(known, wanted));
        }
        partitions = assigned.stream().collect(Collectors.groupingBy(TopicPartition::topic, Collectors.counting()));
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        while (!isClosed()) {
            var records = poll(consumer);
            long now = System.currentTimeMillis();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                reader.read(record, new Read(now, !behind.contains(partition)));
                positions.put(partition, record.offset() + 1);
            }
            behind.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            if (System.nanoTime() - lookedAt >= LOOK_EVERY_NANOS) {
                lookedAt = System.nanoTime();
                keepUp(consumer);
                if (hasChanged(consumer)) {
                    return;
                }
            }
        }
    }

    /** A consumer without partitions, because no topic exists yet, must not be polled. */
    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
        if (consumer.assignment().isEmpty()) {
            sleep();
            return ConsumerRecords.empty();
        }
        return consumer.poll(POLL);
    }

    /** Whether topics were deleted and created again, or got more partitions. */
    private boolean hasChanged(Consumer<byte[], byte[]> consumer) {
        int present = reachBack.keySet().stream()
                .mapToInt(topic -> consumer.partitionsFor(topic).size())
                .sum();
        return !watch.ids().equals(ids) || present > consumer.assignment().size();
    }

    private void forgetRecreated() {
        Map<String, Uuid> now = watch.ids();
        positions
                .keySet()
                .removeIf(partition -> !Objects.equals(now.get(partition.topic()), ids.get(partition.topic())));
        ids = now;
    }

    private void keepUp(Consumer<byte[], byte[]> consumer) {
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong lag = reader.skippable().contains(partition.topic())
                    ? consumer.currentLag(partition)
                    : OptionalLong.empty();
            if (lag.isPresent() && lag.getAsLong() > TOO_FAR_BEHIND) {
                consumer.seek(partition, consumer.position(partition) + lag.getAsLong());
                reader.skipped(partition.topic(), lag.getAsLong());
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        watch.close();
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.rolestream.system.installation;

import io.rolestream.events.LabelVote;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.checks.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads votes as they are committed, on a thread of its own, and remembers when each came and which versions made them.
 */
public final class VoteTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long CHECK_MILLIS = 10;

    private final String topic = Topics.unprefixed().labelVotes();
    private final Deserializer<LabelVote> votes;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, "vote-tail");
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final List<Instant> arrivals = new ArrayList<>();
    private final Map<String, Instant> newestByVersion = new HashMap<>();
    private volatile boolean closing;

    public VoteTail(Broker broker) {
        this.votes = new AvroSerde<>(LabelVote.class, broker.registry()).deserializer();
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                consumer.poll(POLL)
                        .forEach(record ->
                                came(votes.deserialize(topic, record.value()).getVote()));
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private synchronized void came(Vote vote) {
        arrivals.add(Instant.now());
        newestByVersion.merge(vote.getLabellerVersion(), vote.getVotedAt(), (a, b) -> a.isAfter(b) ? a : b);
    }

    /**
     * Returns when there is a vote of a version that was made after a moment.
     *
     * @throws IllegalStateException if patience is at its end first
     */
    public void awaitVoteOf(String version, Instant after, Duration patience) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (!newestOf(version).isAfter(after)) {
            if (failure.get() != null || Instant.now().isAfter(end)) {
                throw new IllegalStateException(
                        "no vote of " + version + " came; versions that voted: " + versions(), failure.get());
            }
            Thread.sleep(CHECK_MILLIS);
        }
    }

    private synchronized Instant newestOf(String version) {
        return newestByVersion.getOrDefault(version, Instant.MIN);
    }

    /** The versions that made votes. */
    public synchronized Set<String> versions() {
        return Set.copyOf(newestByVersion.keySet());
    }

    /** How long no vote came between two moments. */
    public synchronized Silences silences(Instant from, Instant to) {
        Map<Long, Duration> longest = new TreeMap<>();
        IntStream.range(1, arrivals.size())
                .filter(i ->
                        arrivals.get(i - 1).isAfter(from) && arrivals.get(i).isBefore(to))
                .forEach(i -> longest.merge(
                        Duration.between(from, arrivals.get(i)).toSeconds(),
                        Duration.between(arrivals.get(i - 1), arrivals.get(i)),
                        (a, b) -> a.compareTo(b) > 0 ? a : b));
        return new Silences(longest.values().stream().sorted().toList());
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
    }
}

package io.rolestream.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Notices stream threads that hang. Kafka Streams reports {@code RUNNING} even while a thread hangs in a record.
 *
 * <p>A thread that does not poll is not always to blame: while no broker answers, it waits in its producer, for hours
 * if need be. So only the time counts in which Kafka could be reached, which shows in the heartbeats that each consumer
 * sends from a thread of its own. A consumer that has not polled for {@code max.poll.interval.ms} stops sending them.
 *
 * <p>A thread of its own reads the consumers' metrics; any thread may ask for the result.
 */
final class ThreadPolls implements AutoCloseable {
    private static final String LAST_POLL = "last-poll-seconds-ago";
    private static final String LAST_HEARTBEAT = "last-heartbeat-seconds-ago";
    private static final String CLIENT = "client-id";
    private static final int LOOK_EVERY_SECONDS = 2;
    private static final int HEARTBEAT_WITHIN_SECONDS = 6;

    private final KafkaStreams streams;
    private final ScheduledExecutorService looks;
    private Map<String, Integer> withoutPoll = Map.of();
    private volatile Duration longest = Duration.ZERO;

    ThreadPolls(KafkaStreams streams) {
        this.streams = streams;
        this.looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "stream-thread-polls");
            made.setDaemon(true);
            return made;
        });
    }

    void start() {
        looks.scheduleWithFixedDelay(this::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** How long a thread has not polled although Kafka could be reached; the longest of all threads. */
    Duration longest() {
        return longest;
    }

    private void look() {
        Map<String, Integer> heartbeats = secondsAgo(LAST_HEARTBEAT);
        Map<String, Integer> now = secondsAgo(LAST_POLL);
        now.replaceAll((consumer, lastPoll) -> {
            int heartbeat = heartbeats.getOrDefault(consumer, -1);
            boolean reachable = heartbeat >= 0 && heartbeat <= HEARTBEAT_WITHIN_SECONDS;
            int before = withoutPoll.getOrDefault(consumer, 0);
            return Math.min(lastPoll, before + (reachable ? LOOK_EVERY_SECONDS : 0)); // a poll since is more recent
        });
        withoutPoll = now;
        longest = Duration.ofSeconds(
                now.values().stream().mapToInt(Integer::intValue).max().orElse(0));
    }

    /** By consumer; negative before the first time. */
    private Map<String, Integer> secondsAgo(String name) {
        Map<String, Integer> seconds = new HashMap<>();
        for (Metric metric : streams.metrics().values()) {
            String client = metric.metricName().tags().getOrDefault(CLIENT, "");
            if (metric.metricName().name().equals(name) && isOfAThread(client)) {
                seconds.put(client, ((Number) metric.metricValue()).intValue());
            }
        }
        return seconds;
    }

    /** A thread's other consumer polls only while it restores state. */
    private static boolean isOfAThread(String client) {
        return client.endsWith("-consumer") && !client.endsWith("-restore-consumer");
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}

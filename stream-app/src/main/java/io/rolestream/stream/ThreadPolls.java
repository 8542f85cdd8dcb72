package io.rolestream.stream;

import java.time.Duration;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How long ago stream threads polled, by their consumers' own metric. Kafka Streams reports {@code RUNNING} even while a
 * thread hangs in a record.
 */
final class ThreadPolls {
    private static final String LAST_POLL = "last-poll-seconds-ago";
    private static final String CLIENT = "client-id";

    private ThreadPolls() {}

    /** The time since the last poll of the thread that polled least recently; zero before the first. */
    static Duration longestAgo(KafkaStreams streams) {
        double seconds = streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(LAST_POLL) && isOfAThread(metric))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .max()
                .orElse(0);
        return Duration.ofSeconds((long) Math.max(0, seconds));
    }

    /** A thread's other consumer polls only while it restores state. */
    private static boolean isOfAThread(Metric metric) {
        String client = metric.metricName().tags().getOrDefault(CLIENT, "");
        return client.endsWith("-consumer") && !client.endsWith("-restore-consumer");
    }
}

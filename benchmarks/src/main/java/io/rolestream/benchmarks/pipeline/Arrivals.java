package io.rolestream.benchmarks.pipeline;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the far end until every resume has arrived, and sees to it that none arrives twice: a figure for exactly-once
 * that was not exactly-once would be worth nothing.
 */
final class Arrivals {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final int DIGITS = 3;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final BitSet seen = new BitSet();
    private final Histogram latency = new Histogram(DIGITS);

    Arrivals(RawClients clients, String topic) {
        consumer = clients.consumer(Map.of());
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        consumer.assign(partitions.stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList());
    }

    /**
     * Waits for the resumes from 0 on.
     *
     * @param warmUp how many of the first are left out of the latency
     * @param sender of the resumes; is notified of each arrival
     * @return latency in microseconds
     * @throws IllegalStateException if one arrives twice, or none arrives for a long time
     */
    Histogram await(int count, int warmUp, Sender sender) {
        long lastArrival = System.nanoTime();
        while (seen.cardinality() < count) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                int number = Resumes.number(record.key());
                if (seen.get(number)) {
                    throw new IllegalStateException("resume " + number + " arrived twice");
                }
                seen.set(number);
                sender.arrived();
                lastArrival = System.nanoTime();
                if (number >= warmUp) {
                    latency.recordValue((lastArrival - sender.dueAt().get(number)) / 1_000);
                }
            }
            if (System.nanoTime() - lastArrival > LONGEST_SILENCE.toNanos()) {
                throw new IllegalStateException(
                        "%,d of %,d resumes arrived, then none for long".formatted(seen.cardinality(), count));
            }
        }
        consumer.close();
        return latency;
    }
}

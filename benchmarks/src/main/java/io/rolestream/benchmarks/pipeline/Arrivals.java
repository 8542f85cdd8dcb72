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
 * Reads the output until every resume has arrived, and checks that none arrives twice: exactly-once must not be
 * measured without being checked.
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
     * Waits for the resumes from 0 on, and returns their latency in microseconds.
     *
     * @param warmUp number of first resumes that are excluded from the latency
     * @param sender is notified of each arrival
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

package io.rolestream.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The bytes of a run in topics and on the labelling service's disk. */
final class Footprint {
    private static final Duration POLL = Duration.ofSeconds(1);

    private Footprint() {}

    /**
     * One topic, before any compaction.
     *
     * @param records committed records
     * @param payload bytes of their keys and values
     * @param log bytes of the log, with headers, offsets, batch headers and transaction markers
     */
    record TopicBytes(long records, long payload, long log) {}

    /** The topics with this prefix that are not empty, by name without the prefix. */
    static Map<String, TopicBytes> topics(Admin admin, RawClients clients, String prefix)
            throws ExecutionException, InterruptedException {
        Map<String, Long> logs = new TreeMap<>();
        admin.describeLogDirs(List.of(1))
                .allDescriptions()
                .get()
                .values()
                .forEach(directories -> directories
                        .values()
                        .forEach(directory -> directory.replicaInfos().forEach((partition, info) -> {
                            if (partition.topic().startsWith(prefix)) {
                                logs.merge(partition.topic(), info.size(), Long::sum);
                            }
                        })));
        Map<String, TopicBytes> result = new TreeMap<>();
        logs.forEach((topic, log) -> {
            if (log > 0) {
                result.put(topic.substring(prefix.length()), read(clients, topic, log));
            }
        });
        return result;
    }

    private static TopicBytes read(RawClients clients, String topic, long log) {
        long records = 0;
        long payload = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    records++;
                    payload += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
                }
            }
        }
        return new TopicBytes(records, payload, log);
    }

    static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}

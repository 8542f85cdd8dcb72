package io.rolestream.system.privacy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Words of one person, and a search for any of them, in bytes as they are. */
record Marker(List<String> words) {
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * The topics, internal ones too, in which a record has one of the words: committed or not, key, value or header.
     */
    Set<String> topics(String bootstrapServers) throws Exception {
        Set<String> found = new TreeSet<>();
        Map<String, Object> connection = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(connection);
                var consumer =
                        new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (String topic : admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get()) {
                List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (partitions.stream()
                        .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        if (isIn(record)) {
                            found.add(topic);
                        }
                    }
                }
            }
        }
        return found;
    }

    private boolean isIn(ConsumerRecord<byte[], byte[]> record) {
        return isIn(record.key())
                || isIn(record.value())
                || Stream.of(record.headers().toArray()).map(Header::value).anyMatch(this::isIn);
    }

    /** The files below a directory that hold one of the words, uncompressed if they are gzip files. */
    Set<Path> files(Path directory) throws IOException {
        Set<Path> found = new TreeSet<>();
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (isIn(content(file))) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static byte[] content(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!file.toString().endsWith(".gz")) {
                return bytes;
            }
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return in.readAllBytes();
            }
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    boolean isIn(byte @Nullable [] bytes) {
        return bytes != null && isIn(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    boolean isIn(String text) {
        return words.stream().anyMatch(text::contains);
    }
}

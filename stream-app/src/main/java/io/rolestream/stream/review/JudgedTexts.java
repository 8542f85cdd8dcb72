package io.rolestream.stream.review;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the texts of labels. A label names its resume's record, which is read if the topic still holds it; for other
 * labels, the training examples are searched.
 */
final class JudgedTexts {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final ResumeReader reader;
    private final Topics topics;

    JudgedTexts(Cluster cluster, ResumeReader reader) {
        this.cluster = cluster;
        this.reader = reader;
        this.topics = cluster.topics();
    }

    /** The texts by resume id, except those that are gone. */
    Map<String, String> of(List<LabelledRole> labels) {
        Map<String, String> texts = new HashMap<>();
        Map<String, LabelledRole> missing = new HashMap<>();
        lookUp(labels, texts);
        labels.stream()
                .filter(label -> !texts.containsKey(label.getResumeId()))
                .forEach(label -> missing.put(label.getResumeId(), label));
        if (!missing.isEmpty()) {
            readThrough(missing, texts);
        }
        return texts;
    }

    private void lookUp(List<LabelledRole> labels, Map<String, String> texts) {
        try (Consumer<byte[], byte[]> consumer = cluster.clients()
                .reader(Map.of(
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100))) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topics.resumes())
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            for (LabelledRole label : labels) {
                TopicPartition partition = new TopicPartition(topics.resumes(), label.getResumePartition());
                long offset = label.getResumeOffset();
                if (offset >= first.getOrDefault(partition, Long.MAX_VALUE)
                        && offset < end.getOrDefault(partition, 0L)) {
                    record(consumer, partition, offset)
                            .flatMap(record -> text(record, label))
                            .ifPresent(text -> texts.put(label.getResumeId(), text));
                }
            }
        }
    }

    /** The record at an offset, or the next one if that has been deleted. */
    private static Optional<ConsumerRecord<byte[], byte[]>> record(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }

    private Optional<String> text(ConsumerRecord<byte[], byte[]> record, LabelledRole label) {
        return reader.read(topics.resumes(), record.key(), record.value(), record.headers(), record.timestamp())
                                instanceof Reading.Readable<ReadableResume> readable
                        && readable.value().resumeId().equals(label.getResumeId())
                        && readable.value().contentHash().equals(label.getContentHash())
                ? Optional.of(readable.value().judgedText())
                : Optional.empty();
    }

    private void readThrough(Map<String, LabelledRole> missing, Map<String, String> texts) {
        String topic = topics.trainingExamples();
        var deserializer = new AvroSerde<>(TrainingExample.class, cluster.registry()).deserializer();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    TrainingExample example = deserializer.deserialize(topic, record.headers(), record.value());
                    LabelledRole label = example == null ? null : missing.get(example.getResumeId());
                    if (label != null && label.getContentHash().equals(example.getContentHash())) {
                        texts.put(example.getResumeId(), example.getJudgedText());
                        missing.remove(example.getResumeId());
                    }
                    return !missing.isEmpty();
                })
                .run();
    }
}

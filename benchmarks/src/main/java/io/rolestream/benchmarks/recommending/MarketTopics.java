package io.rolestream.benchmarks.recommending;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.benchmarks.pipeline.RawClients;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleJob;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Generated postings and resumes as JSON, sent to the topics of one round, and what arrives in others. */
final class MarketTopics {
    private static final long SEED = 19;

    /** The first lists come once all jobs are embedded. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawClients clients;
    private final Topics topics;

    MarketTopics(RawClients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    void sendJobs(int count) {
        JobGenerator jobs = new JobGenerator(SEED);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            records.add(job(jobs.job(i)));
        }
        send(records);
    }

    /** The records of resumes, which are sent later. */
    List<ProducerRecord<byte[], byte[]>> resumes(int count) {
        ResumeGenerator resumes = new ResumeGenerator(SEED, GeneratorOptions.DEFAULT);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(count);
        for (int i = 1; records.size() < count; i++) {
            SampleResume resume = resumes.resume(i);
            if (hasText(resume.skills()) || hasText(resume.text())) { // the others are dead letters
                records.add(resume(resume));
            }
        }
        return records;
    }

    private static boolean hasText(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = clients.producer()) {
            records.forEach(producer::send);
        }
    }

    private ProducerRecord<byte[], byte[]> job(SampleJob job) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("title", job.title());
        fields.put("skills", job.skills());
        fields.put("description", job.description());
        fields.put("location", job.location());
        fields.put("remote", job.remote());
        fields.put("seniority", job.seniority());
        return record(topics.jobs(), job.jobId(), fields);
    }

    private ProducerRecord<byte[], byte[]> resume(SampleResume resume) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("skills", resume.skills());
        fields.put("text", resume.text());
        fields.put("yearsOfExperience", resume.yearsOfExperience());
        return record(topics.resumes(), resume.resumeId(), fields);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String id, Map<String, Object> fields) {
        try {
            return new ProducerRecord<>(topic, id.getBytes(StandardCharsets.UTF_8), JSON.writeValueAsBytes(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a topic from its beginning. The caller closes it. */
    Reader read(String topic) {
        return new Reader(clients.consumer(), topic);
    }

    /** The different keys that have arrived in a topic, and the number of records. For one thread. */
    static final class Reader implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final String topic;
        private final Set<String> keys = new HashSet<>();
        private long records;

        private Reader(KafkaConsumer<byte[], byte[]> consumer, String topic) {
            this.consumer = consumer;
            this.topic = topic;
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList());
        }

        long records() {
            return records;
        }

        void poll(Duration patience) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
                keys.add(new String(record.key(), StandardCharsets.UTF_8));
                records++;
            }
        }

        /** @throws IllegalStateException if nothing arrives for long */
        void awaitKeys(int count) {
            long last = System.nanoTime();
            while (keys.size() < count) {
                long before = records;
                poll(Duration.ofMillis(50));
                if (records > before) {
                    last = System.nanoTime();
                } else if (System.nanoTime() - last > LONGEST_SILENCE.toNanos()) {
                    throw new IllegalStateException(
                            "%,d of %,d keys arrived in %s, then none for long".formatted(keys.size(), count, topic));
                }
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}

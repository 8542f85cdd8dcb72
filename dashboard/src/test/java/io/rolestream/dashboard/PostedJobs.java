package io.rolestream.dashboard;

import io.rolestream.dashboard.matches.SampleLists;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.events.WrittenDescription;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes jobs and lists to the topics of a {@link WatchedStream}, as applications and a recommender do. */
final class PostedJobs implements AutoCloseable {
    private final WatchedStream service;
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;

    PostedJobs(WatchedStream service) {
        this.service = service;
        this.topics = service.topics();
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, service.broker().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void job(Job job, String role) throws Exception {
        send(topics.jobs(), job.getJobId(), Job.class, job);
        send(topics.labelledJobs(), job.getJobId(), LabelledJob.class, SampleLists.label(job.getJobId(), role));
    }

    /** Sends a resume, and a list of jobs for it. */
    void list(String resumeId, String version, List<String> jobIds) throws Exception {
        service.send(resumeId, SampleLists.SKILLS);
        list(SampleLists.forResume(resumeId, version, jobIds).build());
    }

    /** Sends what a generator wrote for a resume. */
    RecordMetadata description(String resumeId, String text) throws Exception {
        WrittenDescription written = WrittenDescription.newBuilder()
                .setResumeId(resumeId)
                .setOutcome(DescriptionOutcome.FINISHED)
                .setDescription(text)
                .build();
        return bytes(
                topics.generatedDescriptions(),
                resumeId,
                new AvroSerde<>(WrittenDescription.class, service.broker().registry())
                        .serializer()
                        .serialize(topics.generatedDescriptions(), written));
    }

    void list(JobRecommendations list) throws Exception {
        send(topics.jobRecommendations(), list.getResumeId(), JobRecommendations.class, list);
    }

    void list(ResumeRecommendations list) throws Exception {
        send(topics.resumeRecommendations(), list.getJobId(), ResumeRecommendations.class, list);
    }

    void feedback(JobFeedback report) throws Exception {
        send(topics.jobFeedback(), report.getResumeId(), JobFeedback.class, report);
    }

    /** Sends anything; null deletes. */
    RecordMetadata bytes(String topic, String key, byte @Nullable [] value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private <T extends SpecificRecord> void send(String topic, String key, Class<T> type, T event) throws Exception {
        bytes(
                topic,
                key,
                new AvroSerde<>(type, service.broker().registry()).serializer().serialize(topic, event));
    }

    @Override
    public void close() {
        producer.close();
    }
}

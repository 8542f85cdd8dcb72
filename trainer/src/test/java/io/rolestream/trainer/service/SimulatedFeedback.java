package io.rolestream.trainer.service;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.Resume;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchingData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends resumes, jobs, and what people did with jobs that suit, to their topics. */
final class SimulatedFeedback implements AutoCloseable {
    private static final List<FeedbackAction> BY_GRADE =
            List.of(FeedbackAction.SHOWN, FeedbackAction.OPENED, FeedbackAction.APPLIED, FeedbackAction.HIRED);

    private final Topics topics;
    private final Serializer<Resume> resumes;
    private final Serializer<Job> jobs;
    private final Serializer<JobFeedback> feedback;
    private final KafkaProducer<String, byte[]> producer;

    SimulatedFeedback(Topics topics, String bootstrapServers, SchemaRegistry registry) {
        this.topics = topics;
        this.resumes = new AvroSerde<>(Resume.class, registry).serializer();
        this.jobs = new AvroSerde<>(Job.class, registry).serializer();
        this.feedback = new AvroSerde<>(JobFeedback.class, registry).serializer();
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void texts(MatchingData data) {
        data.resumes()
                .forEach((id, resume) -> send(
                        resumes,
                        topics.resumes(),
                        id,
                        Resume.newBuilder()
                                .setResumeId(id)
                                .setSkills(resume.skills())
                                .setText(resume.text())
                                .setSubmittedAt(Instant.now())
                                .build()));
        data.jobs()
                .forEach((id, job) -> send(
                        jobs,
                        topics.jobs(),
                        id,
                        Job.newBuilder()
                                .setJobId(id)
                                .setTitle(job.title())
                                .setSkills(job.skills())
                                .setDescription(job.description())
                                .build()));
        producer.flush();
    }

    void reactions(List<GradedMatch> matches) {
        for (GradedMatch match : matches) {
            send(
                    feedback,
                    topics.jobFeedback(),
                    match.resumeId(),
                    JobFeedback.newBuilder()
                            .setResumeId(match.resumeId())
                            .setJobId(match.jobId())
                            .setAction(Objects.requireNonNull(BY_GRADE.get(match.grade())))
                            .setDirection(MatchDirection.JOBS_FOR_RESUME)
                            .setPosition(1)
                            .setHappenedAt(Instant.now())
                            .build());
        }
        producer.flush();
    }

    void erase(String resumeId) {
        producer.send(new ProducerRecord<>(topics.resumes(), resumeId, null));
        producer.flush();
    }

    private <T extends SpecificRecord> void send(Serializer<T> serializer, String topic, String key, T value) {
        var record = new ProducerRecord<String, byte[]>(topic, key, null);
        producer.send(new ProducerRecord<>(
                topic, null, key, serializer.serialize(topic, record.headers(), value), record.headers()));
    }

    @Override
    public void close() {
        producer.close();
    }
}

package io.rolestream.dashboard.feed;

import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.dashboard.records.Place;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.schemas.job.FeedbackReader;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.job.ReadableFeedback;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Forget;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates the records of jobs, recommendations and feedback for their live state. Jobs and feedback are those that
 * the recommender and the trainer read, too ({@link JobReader}, {@link FeedbackReader}). For one thread.
 */
final class MatchRecordReader implements FeedReader {
    private static final Logger LOG = LoggerFactory.getLogger(MatchRecordReader.class);

    /** A table of jobs and lists that reaches this far back; what is older is read when it changes. */
    private static final long LATEST_OF_EACH = 25_000;

    private static final long REPORTS = 50_000;

    private final Topics topics;
    private final MatchState state;
    private final JobReader jobs;
    private final Deserializer<LabelledJob> labels;
    private final Deserializer<JobRecommendations> forResumes;
    private final Deserializer<ResumeRecommendations> forJobs;
    private final FeedbackReader reports;

    /** @param textChars longer texts of jobs are skipped, as other services do */
    MatchRecordReader(Cluster cluster, int textChars, MatchState state) {
        SchemaRegistry registry = cluster.registry();
        this.topics = cluster.topics();
        this.state = state;
        this.jobs = cluster.jobReader(textChars);
        this.labels = new AvroSerde<>(LabelledJob.class, registry).deserializer();
        this.forResumes = new AvroSerde<>(JobRecommendations.class, registry).deserializer();
        this.forJobs = new AvroSerde<>(ResumeRecommendations.class, registry).deserializer();
        this.reports = cluster.feedbackReader();
    }

    @Override
    public Map<String, Long> reachBack() {
        return Map.of(
                topics.jobs(), LATEST_OF_EACH,
                topics.jobsDlq(), 500L,
                topics.labelledJobs(), LATEST_OF_EACH,
                topics.jobRecommendations(), LATEST_OF_EACH,
                topics.resumeRecommendations(), LATEST_OF_EACH,
                topics.jobFeedback(), REPORTS);
    }

    @Override
    public Set<String> skippable() {
        return Set.of(topics.jobRecommendations(), topics.resumeRecommendations(), topics.jobFeedback());
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record, Read read) {
        try {
            take(record, read);
        } catch (SchemaRegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.debug("skipping offset {} of {}-{}", record.offset(), record.topic(), record.partition(), e);
            state.unreadable();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Read read) {
        String topic = record.topic();
        String key = RecordText.key(record);
        Place place = new Place(record.partition(), record.offset());
        if (topic.equals(topics.jobs())) {
            job(jobs.read(topic, record.key(), record.value(), record.headers(), record.timestamp()), place);
        } else if (topic.equals(topics.labelledJobs())) {
            state.labelled(key, value(labels, record));
        } else if (topic.equals(topics.jobRecommendations())) {
            state.forResume(key, value(forResumes, record), place, read);
        } else if (topic.equals(topics.resumeRecommendations())) {
            state.forJob(key, value(forJobs, record), place, read);
        } else if (topic.equals(topics.jobFeedback())) {
            feedback(reports.read(topic, record.key(), record.value(), record.headers(), record.timestamp()), read);
        } else if (topic.equals(topics.jobsDlq())) {
            state.deadLetter(
                    key,
                    RecordText.reason(record.headers()),
                    RecordText.header(record.headers(), DeadLetterHeaders.MESSAGE),
                    record.timestamp(),
                    read);
        }
    }

    private void job(Reading<ReadableJob> job, Place place) {
        if (job instanceof Readable<ReadableJob> readable) {
            state.job(readable.value().jobId(), readable.value(), place);
        } else if (job instanceof Forget<ReadableJob> forget) {
            state.job(forget.id(), null, place);
        } // others become dead letters, which are shown
    }

    private void feedback(Reading<ReadableFeedback> report, Read read) {
        if (report instanceof Readable<ReadableFeedback> readable) {
            state.feedback(readable.value(), read);
        } else if (report instanceof Unreadable<ReadableFeedback>) {
            state.unreadable();
        } // a null value says that the resume was deleted: so does that of its list
    }

    private static <T extends SpecificRecord> @Nullable T value(
            Deserializer<T> deserializer, ConsumerRecord<byte[], byte[]> record) {
        return deserializer.deserialize(record.topic(), record.headers(), record.value());
    }

    @Override
    public void trouble(String why) {
        state.trouble(why);
    }

    @Override
    public void skipped(String topic, long records) {
        state.skipped(records);
    }
}

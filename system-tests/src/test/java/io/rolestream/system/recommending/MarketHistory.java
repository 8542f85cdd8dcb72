package io.rolestream.system.recommending;

import io.rolestream.events.Job;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.checks.CommittedTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Everything that was committed on the topics of a job market, each partition in order. */
record MarketHistory(
        List<Entry<Job>> jobs,
        List<Entry<LabelledJob>> jobLabels,
        List<Entry<Resume>> resumes,
        List<Entry<LabelledRole>> resumeLabels,
        List<Entry<JobRecommendations>> jobLists,
        List<Entry<ResumeRecommendations>> resumeLists,
        List<String> deadJobs) {
    /**
     * A record.
     *
     * @param value null for a deletion
     * @param readable false for what is no such event; the value is null then
     */
    record Entry<T>(
            String key,
            int partition,
            long offset,
            @Nullable T value,
            boolean readable) {}

    static MarketHistory read(String bootstrapServers, SchemaRegistry registry, Topics topics) {
        List<String> dead = new ArrayList<>();
        CommittedTopic.forEach(bootstrapServers, topics.jobsDlq(), record -> dead.add(key(record.key())));
        return new MarketHistory(
                entries(bootstrapServers, registry, topics.jobs(), Job.class),
                entries(bootstrapServers, registry, topics.labelledJobs(), LabelledJob.class),
                entries(bootstrapServers, registry, topics.resumes(), Resume.class),
                entries(bootstrapServers, registry, topics.labelledRoles(), LabelledRole.class),
                entries(bootstrapServers, registry, topics.jobRecommendations(), JobRecommendations.class),
                entries(bootstrapServers, registry, topics.resumeRecommendations(), ResumeRecommendations.class),
                dead);
    }

    private static <T extends SpecificRecord> List<Entry<T>> entries(
            String bootstrapServers, SchemaRegistry registry, String topic, Class<T> type) {
        var deserializer = new AvroSerde<>(type, registry).deserializer();
        List<Entry<T>> entries = new ArrayList<>();
        CommittedTopic.forEach(bootstrapServers, topic, record -> {
            T value = null;
            boolean readable = true;
            try {
                value = deserializer.deserialize(topic, record.value());
            } catch (SerializationException e) {
                readable = false;
            }
            entries.add(new Entry<>(key(record.key()), record.partition(), record.offset(), value, readable));
        });
        return entries;
    }

    private static String key(byte @Nullable [] key) {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
}

package io.rolestream.stream.recommending.lists;

import io.rolestream.common.clients.Cluster;
import io.rolestream.events.JobRecommendations;
import io.rolestream.matching.profile.Side;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.recommending.book.StandingList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/** {@code job-recommendations}: the best jobs for each resume. */
final class JobListTopic implements ListTopic {
    private final Topics topics;
    private final Serializer<JobRecommendations> serializer;
    private final AvroDeserializer<JobRecommendations> deserializer;

    JobListTopic(Cluster cluster) {
        this.topics = cluster.topics();
        this.serializer = cluster.labelSerializer(JobRecommendations.class);
        this.deserializer = new AvroDeserializer<>(JobRecommendations.class, cluster.registry());
    }

    @Override
    public Side side() {
        return Side.RESUME;
    }

    @Override
    public String name() {
        return topics.jobRecommendations();
    }

    @Override
    public String subjects() {
        return topics.resumes();
    }

    @Override
    public byte[] write(ComputedList list, int revision) {
        return serializer.serialize(
                name(),
                JobRecommendations.newBuilder()
                        .setResumeId(list.subject().key().id())
                        .setJobs(list.matches())
                        .setRevision(revision)
                        .setCause(list.cause())
                        .setContentHash(list.subject().contentHash())
                        .setRole(list.role())
                        .setLabelRevision(list.subject().labelRevision())
                        .setVersions(list.versions())
                        .setDescription(list.description())
                        .setJobsAsOf(list.asOf().jobs())
                        .setJobLabelsAsOf(list.asOf().jobLabels())
                        .setOpenAt(list.openAt())
                        .setResumePartition(list.subject().key().partition())
                        .setResumeOffset(list.subject().offset())
                        .setRecommendedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .build());
    }

    @Override
    public StandingList read(Headers headers, byte[] value) {
        JobRecommendations list = Objects.requireNonNull(deserializer.deserialize(name(), headers, value));
        return ListTexts.standing(
                list.getRevision(),
                list.getContentHash(),
                list.getLabelRevision(),
                list.getDescription(),
                list.getVersions(),
                list.getRole(),
                list.getJobs());
    }
}

package io.rolestream.stream.recommending.lists;

import io.rolestream.common.clients.Cluster;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.matching.profile.Side;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.recommending.book.StandingList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/** {@code resume-recommendations}: the best resumes for each job. */
final class ResumeListTopic implements ListTopic {
    private final Topics topics;
    private final Serializer<ResumeRecommendations> serializer;
    private final AvroDeserializer<ResumeRecommendations> deserializer;

    ResumeListTopic(Cluster cluster) {
        this.topics = cluster.topics();
        this.serializer = cluster.labelSerializer(ResumeRecommendations.class);
        this.deserializer = new AvroDeserializer<>(ResumeRecommendations.class, cluster.registry());
    }

    @Override
    public Side side() {
        return Side.JOB;
    }

    @Override
    public String name() {
        return topics.resumeRecommendations();
    }

    @Override
    public String subjects() {
        return topics.jobs();
    }

    @Override
    public byte[] write(ComputedList list, int revision) {
        return serializer.serialize(
                name(),
                ResumeRecommendations.newBuilder()
                        .setJobId(list.subject().key().id())
                        .setResumes(list.matches())
                        .setRevision(revision)
                        .setCause(list.cause())
                        .setContentHash(list.subject().contentHash())
                        .setRole(list.role())
                        .setLabelRevision(list.subject().labelRevision())
                        .setVersions(list.versions())
                        .setResumesAsOf(list.asOf().resumes())
                        .setResumeLabelsAsOf(list.asOf().resumeLabels())
                        .setJobPartition(list.subject().key().partition())
                        .setJobOffset(list.subject().offset())
                        .setRecommendedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .build());
    }

    @Override
    public StandingList read(Headers headers, byte[] value) {
        ResumeRecommendations list = Objects.requireNonNull(deserializer.deserialize(name(), headers, value));
        return ListTexts.standing(
                list.getRevision(),
                list.getContentHash(),
                list.getLabelRevision(),
                null,
                list.getVersions(),
                list.getRole(),
                list.getResumes());
    }
}

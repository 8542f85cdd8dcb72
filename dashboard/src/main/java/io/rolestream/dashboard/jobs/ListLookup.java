package io.rolestream.dashboard.jobs;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.GoneResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.dashboard.matches.ShownLists.Ranking;
import io.rolestream.dashboard.records.Place;
import io.rolestream.dashboard.records.RecordLookup;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroSerde;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads the list of a resume or a job from Kafka. Thread-safe. */
final class ListLookup {
    private static final int ALL = 100;

    private final MatchState state;
    private final RecordLookup records;
    private final String forResumes;
    private final String forJobs;
    private final Deserializer<JobRecommendations> ofResumes;
    private final Deserializer<ResumeRecommendations> ofJobs;

    ListLookup(Cluster cluster, MatchState state, RecordLookup records) {
        this.state = state;
        this.records = records;
        this.forResumes = cluster.topics().jobRecommendations();
        this.forJobs = cluster.topics().resumeRecommendations();
        this.ofResumes = new AvroSerde<>(JobRecommendations.class, cluster.registry()).deserializer();
        this.ofJobs = new AvroSerde<>(ResumeRecommendations.class, cluster.registry()).deserializer();
    }

    /** A resume's list, or a job's, as the page shows it. */
    Ranking shown(@Nullable String resumeId, @Nullable String jobId) throws InterruptedException {
        if ((resumeId == null) == (jobId == null)) {
            throw new BadRequestResponse("Give the parameter resume or the parameter job.");
        }
        return resumeId != null
                ? state.ranking(ofResume(resumeId), ALL)
                : state.ranking(ofJob(String.valueOf(jobId)), ALL);
    }

    /** @throws NotFoundResponse if none is known here */
    JobRecommendations ofResume(String resumeId) throws InterruptedException {
        return read(forResumes, state.listOfResume(resumeId), ofResumes, "resume");
    }

    /** @throws NotFoundResponse if none is known here */
    ResumeRecommendations ofJob(String jobId) throws InterruptedException {
        return read(forJobs, state.listOfJob(jobId), ofJobs, "job");
    }

    private <T extends SpecificRecord> T read(
            String topic, @Nullable Place place, Deserializer<T> deserializer, String what)
            throws InterruptedException {
        if (place == null) {
            throw new NotFoundResponse(
                    "No list of this %s is known here: it has none yet, was deleted, or was listed long ago."
                            .formatted(what));
        }
        ConsumerRecord<byte[], byte[]> record = records.at(topic, place);
        T list = record == null ? null : decoded(topic, record, deserializer);
        if (list == null) {
            throw new GoneResponse("The list has just been replaced; try again.");
        }
        return list;
    }

    /** Null for what is no such event. */
    static <T extends SpecificRecord> @Nullable T decoded(
            String topic, ConsumerRecord<byte[], byte[]> record, Deserializer<T> deserializer) {
        try {
            return deserializer.deserialize(topic, record.headers(), record.value());
        } catch (SchemaRegistryUnavailableException e) {
            throw new ServiceUnavailableResponse("The schema registry does not answer; try again in a moment.");
        } catch (SerializationException e) {
            return null;
        }
    }
}

package io.rolestream.dashboard.jobs;

import io.javalin.http.GoneResponse;
import io.javalin.http.NotFoundResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.records.Place;
import io.rolestream.dashboard.records.RecordLookup;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.ListDescription;
import io.rolestream.events.WrittenDescription;
import io.rolestream.schemas.serde.AvroSerde;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the job description that a generator wrote for a resume, as its list names it. Thread-safe. */
final class DescriptionLookup {
    private static final int MOST_CHARS = 20_000;

    private final RecordLookup records;
    private final ListLookup lists;
    private final String topic;
    private final Deserializer<WrittenDescription> deserializer;

    DescriptionLookup(Cluster cluster, RecordLookup records, ListLookup lists) {
        this.records = records;
        this.lists = lists;
        this.topic = cluster.topics().generatedDescriptions();
        this.deserializer = new AvroSerde<>(WrittenDescription.class, cluster.registry()).deserializer();
    }

    /**
     * A generated description. The page shows it as generated, never as a posting.
     *
     * @param seed in digits
     * @param text cut to {@value DescriptionLookup#MOST_CHARS} characters
     */
    record Generated(String generator, String version, String seed, String text) {}

    /** @throws NotFoundResponse if the resume has no list here, or no description */
    Generated of(String resumeId) throws InterruptedException {
        JobRecommendations list = lists.ofResume(resumeId);
        ListDescription named = list.getDescription();
        if (named == null) {
            throw new NotFoundResponse("The jobs of this resume were not searched with a generated description.");
        }
        ConsumerRecord<byte[], byte[]> record =
                records.at(topic, new Place(list.getResumePartition(), named.getOffset()));
        WrittenDescription written = record == null ? null : ListLookup.decoded(topic, record, deserializer);
        String text = written == null ? null : written.getDescription();
        if (text == null) {
            throw new GoneResponse("The generated description is no longer in Kafka.");
        }
        return new Generated(
                named.getGenerator(),
                named.getGeneratorVersion(),
                Long.toString(named.getSeed()),
                text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS));
    }
}

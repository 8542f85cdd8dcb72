package io.rolestream.dashboard.labels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.records.RecordLookup;
import io.rolestream.events.LabelledRole;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.stream.explain.LabelDetails;
import io.rolestream.stream.explain.LabelSearch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event of a label from {@code labelled-roles}: at once where the dashboard has seen it, and otherwise from
 * the time of the decision on, which is the timestamp of its record, over at most {@value #MOST_READ} records of the
 * one partition that it can be in.
 */
public final class LabelHistory implements AutoCloseable {
    private static final int MOST_READ = 20_000;

    private final LabelBook book;
    private final RecordLookup records;
    private final Supplier<RuleSet> rules;
    private final ToIntFunction<String> partitions;
    private final String topic;
    private final Deserializer<LabelledRole> deserializer;

    /**
     * @param rules the current rule set
     * @param partitions how many partitions a topic has; 0 before that is known
     */
    public LabelHistory(Cluster cluster, LabelBook book, Supplier<RuleSet> rules, ToIntFunction<String> partitions) {
        this.book = book;
        this.records = new RecordLookup(cluster.clients());
        this.rules = rules;
        this.partitions = partitions;
        this.topic = cluster.topics().labelledRoles();
        this.deserializer = new AvroSerde<>(LabelledRole.class, cluster.registry()).deserializer();
    }

    /** An earlier revision; the time in milliseconds since 1970. */
    public record Earlier(int revision, String role, String decidedBy, float confidence, long labelledAt) {}

    /**
     * All that is known of a label besides its state.
     *
     * @param details the event ({@link LabelDetails#json}) with {@code record}, its place; null if it was not found
     * @param problem why the event was not found, in a sentence; empty if it was
     * @param earlier revisions that the dashboard has seen, the newest first
     * @param missing how many earlier revisions it has not seen
     */
    public record History(@Nullable ObjectNode details, String problem, List<Earlier> earlier, int missing) {}

    /**
     * Finds a revision of a resume's label.
     *
     * @param resumePartition of the resume's record
     * @param labelledAt milliseconds since 1970
     */
    public History of(String resumeId, int resumePartition, int revision, long labelledAt) throws InterruptedException {
        List<SeenLabel> seen = book.of(resumeId).stream()
                .filter(label -> label.resumePartition() == resumePartition)
                .toList();
        List<Earlier> earlier = seen.stream()
                .filter(label -> label.revision() < revision)
                .map(label -> new Earlier(
                        label.revision(), label.role(), label.decidedBy(), label.confidence(), label.labelledAt()))
                .toList();
        int missing = Math.max(0, revision - 1 - earlier.size());
        try {
            ObjectNode details = details(resumeId, resumePartition, revision, labelledAt, seen);
            String problem = details == null
                    ? "The label's event was not found in %s: it may be older than the topic keeps, or was just replaced."
                            .formatted(topic)
                    : "";
            return new History(details, problem, earlier, missing);
        } catch (ServiceUnavailableResponse e) {
            return new History(null, String.valueOf(e.getMessage()), earlier, missing);
        }
    }

    private @Nullable ObjectNode details(
            String resumeId, int resumePartition, int revision, long labelledAt, List<SeenLabel> seen)
            throws InterruptedException {
        for (SeenLabel label : seen) {
            if (label.revision() == revision) {
                ObjectNode found = wantedJson(records.at(topic, label.place()), resumePartition, revision);
                if (found != null) {
                    return found;
                }
            }
        }
        int count = partitions.applyAsInt(topic);
        if (count == 0) {
            return null;
        }
        byte[] key = resumeId.getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record = records.first(
                new TopicPartition(topic, LabelSearch.partitionOf(resumeId, count)),
                labelledAt,
                read -> Arrays.equals(key, read.key()) && wanted(read, resumePartition, revision) != null,
                MOST_READ);
        return wantedJson(record, resumePartition, revision);
    }

    private @Nullable ObjectNode wantedJson(
            @Nullable ConsumerRecord<byte[], byte[]> record, int resumePartition, int revision) {
        LabelledRole found = record == null ? null : wanted(record, resumePartition, revision);
        return found == null || record == null ? null : json(found, record);
    }

    private @Nullable LabelledRole wanted(ConsumerRecord<byte[], byte[]> record, int resumePartition, int revision) {
        try {
            LabelledRole label = deserializer.deserialize(topic, record.headers(), record.value());
            return label != null && label.getResumePartition() == resumePartition && label.getRevision() == revision
                    ? label
                    : null;
        } catch (SchemaRegistryUnavailableException e) {
            throw new ServiceUnavailableResponse("The schema registry does not answer; try again in a moment.");
        } catch (SerializationException e) {
            return null;
        }
    }

    private ObjectNode json(LabelledRole label, ConsumerRecord<byte[], byte[]> record) {
        ObjectNode json = LabelDetails.of(label, rules.get()).json();
        json.putObject("record")
                .put("topic", topic)
                .put("partition", record.partition())
                .put("offset", record.offset());
        return json;
    }

    @Override
    public void close() {
        records.close();
    }
}

package io.rolestream.stream.waiting;

import io.rolestream.common.clients.Cluster;
import io.rolestream.events.LabelledRole;
import io.rolestream.files.write.LabelLine;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.waiting.PendingLabels.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;

/** Completes the resumes in flight from labels and dead letters. */
public final class AnswerReader implements Predicate<ConsumerRecord<byte[], byte[]>> {
    private static final String LABELLED_ALL_THE_SAME = UnreadableReason.INFERENCE_FAILED.code();

    private final Deserializer<LabelledRole> labels;
    private final Topics topics;
    private final PendingLabels inFlight;
    private volatile long lastAnswerAt = System.nanoTime();

    public AnswerReader(Cluster cluster, PendingLabels inFlight) {
        this.topics = cluster.topics();
        this.inFlight = inFlight;
        this.labels = new AvroSerde<>(LabelledRole.class, cluster.registry()).deserializer();
    }

    public List<String> sources() {
        return List.of(topics.labelledRoles(), topics.resumesDlq());
    }

    /** When a resume of this run was last answered, by {@link System#nanoTime}. */
    public long lastAnswerAt() {
        return lastAnswerAt;
    }

    @Override
    public boolean test(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null && answer(record)) {
            lastAnswerAt = System.nanoTime();
        }
        return true;
    }

    private boolean answer(ConsumerRecord<byte[], byte[]> record) {
        String resumeId = new String(record.key(), StandardCharsets.UTF_8);
        if (record.topic().equals(topics.resumesDlq())) {
            return header(record, DeadLetterHeaders.TOPIC).equals(topics.resumes())
                    && !header(record, DeadLetterHeaders.REASON).equals(LABELLED_ALL_THE_SAME)
                    && inFlight.deadLettered(
                            resumeId,
                            new Place(
                                    Integer.parseInt(header(record, DeadLetterHeaders.PARTITION)),
                                    Long.parseLong(header(record, DeadLetterHeaders.OFFSET))),
                            LabelLine.failed(resumeId, "dead-lettered: " + header(record, DeadLetterHeaders.MESSAGE)));
        }
        LabelledRole label = labels.deserialize(record.topic(), record.headers(), record.value());
        return label != null
                && !label.getRepeatsDecision()
                && inFlight.labelled(resumeId, label.getContentHash(), LabelLines.of(label));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}

package io.rolestream.stream.labelling;

import io.rolestream.stream.reconcile.Incoming;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Withdraws the answers on a forgotten resume by a null value, in the partition of the resume, where answers are. */
final class ForgetAnswersStep extends ContextualProcessor<String, Incoming, ForgetAnswersStep.Placed, byte[]> {
    static final Serializer<Placed> KEY = (topic, placed) -> placed.resumeId().getBytes(StandardCharsets.UTF_8);
    static final StreamPartitioner<Placed, byte[]> PARTITIONER =
            (topic, placed, value, partitions) -> Optional.of(Set.of(placed.partition()));

    /** The key of a record, and its partition. */
    record Placed(String resumeId, int partition) {}

    @Override
    @SuppressWarnings("NullAway") // a record without a value
    public void process(Record<String, Incoming> record) {
        if (record.value() instanceof Incoming.Forgotten forgotten) {
            context()
                    .forward(new Record<>(
                            new Placed(forgotten.resumeId(), context().taskId().partition()),
                            null,
                            context().currentSystemTimeMs()));
        }
    }
}

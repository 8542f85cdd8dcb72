package io.rolestream.stream.labelling;

import io.rolestream.schemas.reading.ClaimedTime;
import io.rolestream.schemas.reading.DeadLetter;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import java.util.function.IntSupplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Reads and checks resumes; unreadable records become dead letters, with the reason in their headers, unchanged if they
 * fit.
 */
final class ReadStep extends ContextualProcessor<byte[], byte[], Object, Object> {
    private final ResumeReader reader;
    private final LabellingMeters meters;
    private final IntSupplier maxLetterBytes;

    /** @param maxLetterBytes the largest batch that the topic of dead letters takes */
    ReadStep(ResumeReader reader, LabellingMeters meters, IntSupplier maxLetterBytes) {
        this.reader = reader;
        this.meters = meters;
        this.maxLetterBytes = maxLetterBytes;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long now = context().currentSystemTimeMs();
        long written = ClaimedTime.possibleOr(record.timestamp(), now);
        Reading<ReadableResume> reading =
                reader.read(origin().topic(), record.key(), record.value(), record.headers(), written);
        meters.read(reading);
        if (reading instanceof Reading.Unreadable<ReadableResume> unreadable) {
            RecordMetadata origin = origin();
            var headers = DeadLetterHeaders.of(
                    record.headers(), origin.topic(), origin.partition(), origin.offset(), unreadable);
            DeadLetter letter = DeadLetter.fitting(record.key(), record.value(), headers, maxLetterBytes.getAsInt());
            context()
                    .forward(
                            new Record<>(letter.key(), letter.value(), now, letter.headers()),
                            LabellingTopology.TO_DEAD_LETTERS);
        } else {
            context().forward(record.withValue(reading), LabellingTopology.RULE_VOTE);
        }
    }

    private RecordMetadata origin() {
        return context().recordMetadata().orElseThrow();
    }
}

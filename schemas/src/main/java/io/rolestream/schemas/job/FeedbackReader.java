package io.rolestream.schemas.job;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.schemas.reading.ClaimedTime;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.KeyedReader;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the records of {@code job-feedback}. What it finds unreadable is skipped by all services and
 * counted; there are no dead letters for it. The result depends only on the record, never on the clock. Thread-safe.
 */
public final class FeedbackReader {
    private static final String ACTIONS = Arrays.stream(FeedbackAction.values())
            .filter(action -> action != FeedbackAction.UNKNOWN)
            .map(FeedbackAction::name)
            .collect(Collectors.joining(", "));

    private final KeyedReader<JobFeedback, ReadableFeedback> keyed;

    /** A reader of Avro and JSON. */
    public FeedbackReader(SchemaRegistry registry) {
        this(new EventDecoder<>(JobFeedback.class, registry));
    }

    public FeedbackReader(EventDecoder<JobFeedback> decoder) {
        this.keyed = new KeyedReader<>(decoder, "resume", JobFeedback::getResumeId);
    }

    /**
     * Reads a record. JSON without a {@code resumeId} gets the key's. A {@code happenedAt} that is missing or
     * {@linkplain ClaimedTime cannot be} is replaced by the record's timestamp. A null value says that the resume was
     * deleted.
     *
     * @param headers of the record; one may name the schema of its value
     * @param recordTimestamp milliseconds since 1970
     * @throws SchemaRegistryUnavailableException if the value's schema is unknown and the registry does not answer; the
     *     record may be valid, so try again
     */
    public Reading<ReadableFeedback> read(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers, long recordTimestamp) {
        return keyed.read(topic, key, value, headers, (feedback, id) -> judge(feedback, id, recordTimestamp));
    }

    /**
     * Reads feedback that did not come from a record.
     *
     * @param timestamp replaces a missing {@code happenedAt}; milliseconds since 1970
     */
    public Reading<ReadableFeedback> read(JobFeedback feedback, long timestamp) {
        return keyed.read(feedback, (read, id) -> judge(read, id, timestamp));
    }

    private static Reading<ReadableFeedback> judge(JobFeedback feedback, String id, long recordTimestamp) {
        Unreadable<ReadableFeedback> wrong = KeyedReader.checkId(feedback.getJobId(), "job");
        if (wrong != null) {
            return wrong;
        }
        if (feedback.getAction() == FeedbackAction.UNKNOWN) {
            return new Unreadable<>(UnreadableReason.ACTION_UNKNOWN, "The action is none of " + ACTIONS);
        }
        Integer position = feedback.getPosition();
        if (position != null && position < 1) {
            return new Unreadable<>(
                    UnreadableReason.POSITION_INVALID,
                    "The position is %d; positions count from 1, and null says that it is unknown".formatted(position));
        }
        ClaimedTime happened = ClaimedTime.of(feedback.getHappenedAt(), recordTimestamp);
        return new Readable<>(
                new ReadableFeedback(
                        id,
                        feedback.getJobId(),
                        feedback.getAction(),
                        feedback.getDirection(),
                        position == null ? OptionalInt.empty() : OptionalInt.of(position),
                        Math.max(0, feedback.getRevision()),
                        happened.time()),
                happened.finding());
    }
}

package io.rolestream.trainer.accumulator;

import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.schemas.reading.ClaimedTime;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.examples.Change;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.SourceRecord;
import io.rolestream.trainer.examples.StoredRuleVote;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the records of both topics; logs invalid ones and skips them. */
final class ExampleRecordReader {
    private static final Logger LOG = LoggerFactory.getLogger(ExampleRecordReader.class);
    private static final Pattern CONTENT_HASH = Pattern.compile("[0-9a-f]{32}");

    private final Topics topics;
    private final AvroDeserializer<TrainingExample> examples;
    private final AvroDeserializer<RoleCorrection> corrections;

    ExampleRecordReader(Topics topics, SchemaRegistry registry) {
        this.topics = topics;
        this.examples = new AvroDeserializer<>(TrainingExample.class, registry);
        this.corrections = new AvroDeserializer<>(RoleCorrection.class, registry);
    }

    /** @throws SchemaRegistryUnavailableException if the registry does not answer, so that the record may be valid */
    SourceRecord read(ConsumerRecord<String, byte @Nullable []> record) {
        Change change;
        try {
            change = change(record);
        } catch (SerializationException | IllegalArgumentException e) {
            LOG.warn(
                    "skipping offset {} of {}-{}: {}",
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    e.getMessage());
            change = null;
        }
        return new SourceRecord(new TopicPartition(record.topic(), record.partition()), record.offset(), change);
    }

    private Change change(ConsumerRecord<String, byte @Nullable []> record) {
        String resumeId = record.key();
        require(resumeId != null && !resumeId.isBlank(), "its key is not a resume's id");
        long time = ClaimedTime.possibleOr(record.timestamp(), System.currentTimeMillis());
        if (record.topic().equals(topics.trainingExamples())) {
            TrainingExample example = examples.deserialize(record.topic(), record.headers(), record.value());
            return example == null ? new Change.Forgotten(resumeId) : judged(resumeId, example, time);
        }
        RoleCorrection correction = corrections.deserialize(record.topic(), record.headers(), record.value());
        return correction == null ? new Change.Withdrawn(resumeId) : corrected(resumeId, correction, time);
    }

    private static Change judged(String resumeId, TrainingExample example, long time) {
        requireId(resumeId, example.getResumeId());
        requireHash(example.getContentHash());
        require(!example.getJudgedText().isBlank(), "it has no text");
        Vote vote = example.getRuleVote();
        return new Change.Judged(
                resumeId,
                Example.of(
                        example.getContentHash(),
                        example.getJudgedText(),
                        vote == null ? StoredRuleVote.none() : StoredRuleVote.of(vote),
                        ClaimedTime.of(example.getSubmittedAt(), time).time()));
    }

    private static Change corrected(String resumeId, RoleCorrection correction, long time) {
        requireId(resumeId, correction.getResumeId());
        if (correction.getContentHash() != null) {
            requireHash(correction.getContentHash());
        }
        require(!correction.getRole().isBlank(), "it names no role");
        return new Change.Corrected(
                resumeId,
                correction.getContentHash(),
                Example.Correction.of(
                        correction.getRole(),
                        correction.getReviewer(),
                        ClaimedTime.of(correction.getCorrectedAt(), time).time(),
                        correction.getSelection() == Selection.RANDOM));
    }

    private static void requireId(String key, String resumeId) {
        require(key.equals(resumeId), "its key is not its resumeId");
    }

    private static void requireHash(String contentHash) {
        require(
                CONTENT_HASH.matcher(contentHash).matches(),
                "its contentHash is not 32 lower-case hexadecimal digits: " + contentHash);
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}

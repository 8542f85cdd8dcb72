package io.rolestream.dashboard.review;

import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.records.Place;
import io.rolestream.dashboard.records.RecordLookup;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the judged text of a question from its resume's record, when someone asks. Thread-safe. */
final class ReviewedText implements AutoCloseable {
    private final RecordLookup records;
    private final ResumeReader reader;
    private final String resumes;

    /** @param maxChars longest judged text */
    ReviewedText(Cluster cluster, int maxChars) {
        this.records = new RecordLookup(cluster.clients());
        this.reader = cluster.resumeReader(maxChars);
        this.resumes = cluster.topics().resumes();
    }

    /**
     * The whole text; empty if the record is gone, or holds another text.
     *
     * @throws io.javalin.http.HttpResponseException if Kafka does not answer
     */
    Optional<String> of(OpenQuestion open) throws InterruptedException {
        if (open.offset() < 0 || open.question().partition() < 0) {
            return Optional.empty();
        }
        ConsumerRecord<byte[], byte[]> record =
                records.at(resumes, new Place(open.question().partition(), open.offset()));
        return record == null ? Optional.empty() : judged(record, open);
    }

    private synchronized Optional<String> judged(ConsumerRecord<byte[], byte[]> record, OpenQuestion open) {
        return reader.read(resumes, record.key(), record.value(), record.headers(), record.timestamp())
                                instanceof Reading.Readable<ReadableResume> readable
                        && readable.value().resumeId().equals(open.resumeId())
                        && open.isAbout(readable.value().contentHash())
                ? Optional.of(readable.value().judgedText())
                : Optional.empty();
    }

    @Override
    public void close() {
        records.close();
    }
}

package io.rolestream.stream.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.schemas.resume.ResumeHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LatestRecordsTest {
    private final LatestRecords latest = new LatestRecords();

    @Test
    void shouldTakeTheLatestOfEachResume() {
        resume("r", 0);
        resume("s", 1);
        resume("r", 2);

        assertThat(latest.offsets()).containsExactly(1, 2);
    }

    @Test
    void shouldTakeTheLatestCopyOfTheLatest() {
        resume("r", 0);
        copy("r", 1, 0);
        copy("r", 2, 0);

        assertThat(latest.offsets()).containsExactly(2);
    }

    @Test
    void shouldLeaveOutACopyOfASupersededRecord() {
        resume("r", 0);
        resume("r", 1);
        copy("r", 2, 0);
        copy("r", 3, 1);
        copy("r", 4, 0);

        assertThat(latest.offsets()).containsExactly(3);
    }

    @Test
    void shouldTakeACopyWhoseOriginalIsGone() {
        copy("r", 5, 0);
        copy("r", 6, 0);

        assertThat(latest.offsets()).containsExactly(6);
    }

    @Test
    void shouldLeaveOutAResumeWhoseLatestRecordIsNotSelected() {
        resume("r", 0);
        latest.note(record("r", 1, new RecordHeaders()), false);
        resume("s", 2);
        latest.note(record("s", 3, ResumeHeaders.ofCopy(new RecordHeaders(), 2)), false);

        assertThat(latest.offsets()).isEmpty();
    }

    private void resume(String id, long offset) {
        latest.note(record(id, offset, new RecordHeaders()), true);
    }

    private void copy(String id, long offset, long original) {
        latest.note(record(id, offset, ResumeHeaders.ofCopy(new RecordHeaders(), original)), true);
    }

    private static ConsumerRecord<byte[], byte[]> record(String id, long offset, Headers headers) {
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                "resumes",
                0,
                offset,
                0,
                TimestampType.LOG_APPEND_TIME,
                key.length,
                0,
                key,
                new byte[0],
                headers,
                Optional.empty());
    }
}

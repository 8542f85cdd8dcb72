package io.rolestream.schemas.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.schemas.reading.Reading.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterHeadersTest {
    private static final Unreadable<?> BLANK = new Unreadable<>(UnreadableReason.ID_BLANK, "The resume's id is blank");

    @Test
    void shouldSayWhereTheRecordCameFromAndWhy() {
        Headers headers = DeadLetterHeaders.of(new RecordHeaders(), "resumes", 3, 41, BLANK);
        assertThat(text(headers, "__streams.errors.topic")).isEqualTo("resumes");
        assertThat(text(headers, "__streams.errors.partition")).isEqualTo("3");
        assertThat(text(headers, "__streams.errors.offset")).isEqualTo("41");
        assertThat(text(headers, "__streams.errors.message")).isEqualTo("The resume's id is blank");
        assertThat(text(headers, "__streams.errors.exception")).contains("Unreadable");
        assertThat(text(headers, "rolestream.reason")).isEqualTo("id-blank");
    }

    @Test
    void shouldKeepTheRecordsOwnHeaders() {
        var original = new RecordHeaders().add("trace", new byte[] {1});
        assertThat(DeadLetterHeaders.of(original, "resumes", 0, 0, BLANK)
                        .lastHeader("trace")
                        .value())
                .containsExactly(1);
        assertThat(original.toArray()).hasSize(1);
    }

    @Test
    void shouldNotLetARecordForgeTheReason() {
        var original = new RecordHeaders().add("rolestream.reason", new byte[] {1});
        var headers = DeadLetterHeaders.of(original, "resumes", 0, 0, BLANK);
        assertThat(headers.headers("rolestream.reason")).hasSize(1);
        assertThat(text(headers, "rolestream.reason")).isEqualTo("id-blank");
    }

    @Test
    void shouldKeepReasonCodesStable() {
        assertThat(Arrays.stream(UnreadableReason.values()).map(UnreadableReason::code))
                .containsExactly(
                        "key-missing",
                        "key-malformed",
                        "key-mismatch",
                        "not-avro",
                        "not-json",
                        "id-blank",
                        "id-too-long",
                        "nothing-to-judge",
                        "text-too-long",
                        "action-unknown",
                        "position-invalid",
                        "inference-failed",
                        "skipped");
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}

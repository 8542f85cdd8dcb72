package io.rolestream.schemas.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.schemas.reading.Reading.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {
    private static final int MAX = 100_000;

    @Test
    void shouldLeaveAFittingLetterAsItIs() {
        byte[] key = {1};
        byte[] value = new byte[90_000];
        Headers headers = headers(new RecordHeaders().add("trace", new byte[100]));

        assertThat(DeadLetter.fitting(key, value, headers, MAX)).isEqualTo(new DeadLetter(key, value, headers));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 200000, 0, value",
        "10, 99600, 0, value",
        "99600, 10, 0, key",
        "10, 10, 200000, headers",
        "10, 10, 45000, ",
        "200000, 200000, 200000, 'key, value, headers'",
        "10, 200000, 30000, value",
    })
    void shouldFitWhateverTheRecordIsLikeAndSayWhatWasCut(int key, int value, int header, String cut) {
        byte[] bytes = filled(value);
        Headers headers = headers(new RecordHeaders().add("huge", new byte[header]));

        DeadLetter letter = DeadLetter.fitting(filled(key), bytes, headers, MAX);

        assertThat(sizeInBatch(letter)).isLessThanOrEqualTo(MAX);
        assertThat(text(letter, DeadLetterHeaders.TRUNCATED)).isEqualTo(cut);
        assertThat(text(letter, DeadLetterHeaders.TOPIC)).isEqualTo("resumes");
        assertThat(text(letter, DeadLetterHeaders.PARTITION)).isEqualTo("3");
        assertThat(text(letter, DeadLetterHeaders.OFFSET)).isEqualTo("41");
        byte[] kept = Objects.requireNonNull(letter.value());
        assertThat(kept).isEqualTo(Arrays.copyOf(bytes, kept.length));
        if (cut != null) {
            assertThat(text(letter, DeadLetterHeaders.ORIGINAL_BYTES)).isEqualTo(Integer.toString(value));
            assertThat(text(letter, DeadLetterHeaders.ORIGINAL_SHA256))
                    .isEqualTo(HexFormat.of().formatHex(DeadLetter.sha256().digest(bytes)));
        }
    }

    @Test
    void shouldKeepWhatIsKnownOfAValueThatWasCutBefore() {
        Headers headers = headers(new RecordHeaders());
        DeadLetter.describe(headers, 300_000_000, new byte[32]);

        DeadLetter letter = DeadLetter.fitting(null, filled(200_000), headers, MAX);

        assertThat(text(letter, DeadLetterHeaders.ORIGINAL_BYTES)).isEqualTo("300000000");
    }

    @Test
    void shouldBoundTheTextsOfAFailure() {
        Headers headers = DeadLetterHeaders.of(
                new RecordHeaders(), "resumes", 3, 41, new IllegalStateException("x".repeat(5_000_000)));

        assertThat(DeadLetter.fitting(null, null, headers, MAX).headers()).isSameAs(headers);
        assertThat(new String(headers.lastHeader(DeadLetterHeaders.STACK_TRACE).value(), StandardCharsets.UTF_8))
                .startsWith("java.lang.IllegalStateException: xxx");
    }

    private static Headers headers(Headers original) {
        return DeadLetterHeaders.of(
                original, "resumes", 3, 41, new Unreadable<>(UnreadableReason.NOT_AVRO, "m".repeat(10_000)));
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'a');
        return bytes;
    }

    private static @Nullable String text(DeadLetter letter, String header) {
        var found = letter.headers().lastHeader(header);
        return found == null ? null : new String(found.value(), StandardCharsets.UTF_8);
    }

    private static int sizeInBatch(DeadLetter letter) {
        return DefaultRecordBatch.sizeInBytes(List.of(new SimpleRecord(
                0, letter.key(), letter.value(), letter.headers().toArray())));
    }
}

package io.rolestream.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.MatchDirection;
import io.rolestream.schemas.Records;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Forget;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FeedbackReaderTest {
    private static final Instant RECEIVED = Records.NOON.plusSeconds(60);

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final FeedbackReader reader = new FeedbackReader(registry);

    @Test
    void shouldReadEveryFieldFromAvro() {
        byte[] value = new AvroSerde<>(JobFeedback.class, registry)
                .serializer()
                .serialize("job-feedback", Records.feedback("r-1", "j-1"));
        assertThat(read("r-1", value))
                .isEqualTo(new ReadableFeedback(
                        "r-1",
                        "j-1",
                        FeedbackAction.OPENED,
                        MatchDirection.JOBS_FOR_RESUME,
                        OptionalInt.of(2),
                        3,
                        Records.NOON));
    }

    @Test
    void shouldReadTheLeastThatJsonMaySay() {
        assertThat(read("r-1", utf8("{\"jobId\": \"j-1\", \"action\": \"HIRED\"}")))
                .isEqualTo(new ReadableFeedback(
                        "r-1", "j-1", FeedbackAction.HIRED, MatchDirection.UNKNOWN, OptionalInt.empty(), 0, RECEIVED));
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("{\"action\": \"SHOWN\"}", UnreadableReason.ID_BLANK, "job's id is blank"),
                Arguments.of(
                        "{\"jobId\": \"%s\", \"action\": \"SHOWN\"}".formatted("j".repeat(257)),
                        UnreadableReason.ID_TOO_LONG,
                        "job's id has 257"),
                Arguments.of("{\"jobId\": \"j\"}", UnreadableReason.ACTION_UNKNOWN, "SHOWN, OPENED, APPLIED"),
                Arguments.of("{\"jobId\": \"j\", \"action\": \"liked\"}", UnreadableReason.ACTION_UNKNOWN, "DISMISSED"),
                Arguments.of(
                        "{\"jobId\": \"j\", \"action\": \"SHOWN\", \"position\": 0}",
                        UnreadableReason.POSITION_INVALID,
                        "The position is 0"),
                Arguments.of(
                        "{\"jobId\": \"j\", \"action\": \"SHOWN\", \"position\": 99999999999}",
                        UnreadableReason.NOT_JSON,
                        "/position"),
                Arguments.of(
                        "{\"resumeId\": \"r-2\", \"jobId\": \"j\", \"action\": \"SHOWN\"}",
                        UnreadableReason.KEY_MISMATCH,
                        "resume's id"),
                Arguments.of("SHOWN", UnreadableReason.NOT_AVRO, "byte"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void shouldRefuseWhatIsNoFeedbackAndSayWhy(String json, UnreadableReason reason, String message) {
        Reading<ReadableFeedback> reading = reading("r-1", utf8(json));
        assertThat(reading).isInstanceOf(Unreadable.class);
        assertThat(((Unreadable<?>) reading).reason()).isEqualTo(reason);
        assertThat(((Unreadable<?>) reading).message()).contains(message);
    }

    @Test
    void shouldForgetAResumeUnderANullValue() {
        assertThat(reading("r-1", null)).isEqualTo(new Forget<>("r-1"));
    }

    private ReadableFeedback read(String key, byte @Nullable [] value) {
        Reading<ReadableFeedback> reading = reading(key, value);
        assertThat(reading).isInstanceOf(Readable.class);
        return ((Readable<ReadableFeedback>) reading).value();
    }

    private Reading<ReadableFeedback> reading(String key, byte @Nullable [] value) {
        return reader.read("job-feedback", utf8(key), value, new RecordHeaders(), RECEIVED.toEpochMilli());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

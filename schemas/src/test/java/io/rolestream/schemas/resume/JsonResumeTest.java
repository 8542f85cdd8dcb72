package io.rolestream.schemas.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Resume;
import io.rolestream.schemas.Records;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.EventFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resumes as JSON, also hostile ones. */
@Timeout(20)
class JsonResumeTest {
    private static final String TOPIC = "resumes";
    private static final byte[] KEY = utf8("r-1");
    private static final String FRAME = "\0\0\0\0\7";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void shouldReadAnObject() {
        ReadableResume resume = readable("""
                {"resumeId": "r-1", "skills": "Java, SQL", "text": null, "yearsOfExperience": 4, "companies": ["A", "Bö"],
                 "submittedAt": "2026-03-04T12:00:00Z", "source": "ats", "more": {"unknown": [1, {"a": null}]}}""");
        assertThat(resume.resumeId()).isEqualTo("r-1");
        assertThat(resume.judgedText()).isEqualTo("Java, SQL");
        assertThat(resume.submittedAt()).isEqualTo(Records.NOON);
    }

    @Test
    void shouldHashAsAvroDoes() {
        byte[] avro = Objects.requireNonNull(new AvroSerde<>(Resume.class, registry)
                .serializer()
                .serialize(TOPIC, Records.resume("r-1", "Häuser, SQL")));
        Readable<ReadableResume> inAvro = (Readable<ReadableResume>) read(EventFormat.AUTO, avro, new RecordHeaders());
        assertThat(readable("{\"skills\": \"H\\u00e4user, SQL\"}").contentHash())
                .isEqualTo(inAvro.value().contentHash());
    }

    @Test
    void shouldTakeTheIdFromTheKeyWhereThereIsNone() {
        assertThat(readable("{\"skills\": \"sql\"}").resumeId()).isEqualTo("r-1");
        assertThat(readable("{\"resumeId\": null, \"skills\": \"sql\"}").resumeId())
                .isEqualTo("r-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\ufeff{\"skills\":\"sql\"}", " \r\n\t{\"skills\":\"sql\"}\n ", FRAME + "{\"skills\":\"sql\"}"})
    void shouldReadWithByteOrderMarkSpaceOrASchemasId(String json) {
        assertThat(readable(json).judgedText()).isEqualTo("sql");
    }

    @Test
    void shouldReadABodyWhoseSchemaAHeaderNames() {
        Headers headers = new RecordHeaders().add("__value_schema_id", new byte[17]);
        assertThat(read(EventFormat.AUTO, utf8("{\"skills\":\"sql\"}"), headers))
                .isInstanceOf(Readable.class);
    }

    static Stream<Arguments> times() {
        return Stream.of(
                Arguments.of("1772625600000", "2026-03-04T12:00:00Z"),
                Arguments.of("1772625600000.0", "2026-03-04T12:00:00Z"),
                Arguments.of("\"2026-03-04T12:00:00.25Z\"", "2026-03-04T12:00:00.250Z"),
                Arguments.of("\"2026-03-04T13:00:00+01:00\"", "2026-03-04T12:00:00Z"),
                Arguments.of("\"2026-03-04T13:00:00+0100\"", "2026-03-04T12:00:00Z"),
                Arguments.of("\"2026-03-04 12:00\"", "2026-03-04T12:00:00Z"),
                Arguments.of("\"2026-03-04\"", "2026-03-04T00:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void shouldReadTimes(String json, String time) {
        assertThat(readable("{\"skills\": \"sql\", \"submittedAt\": %s}".formatted(json))
                        .submittedAt())
                .isEqualTo(Instant.parse(time));
    }

    static Stream<Arguments> malformed() {
        String unfinished = "{\"skills\": \"secret";
        return Stream.of(
                Arguments.of(unfinished, "it ends within the object"),
                Arguments.of("{\"skills\": \"secret\"", "it ends within the object"),
                Arguments.of("{\"skills\": secret}", "line 1, column 12: it is not valid JSON"),
                Arguments.of("{'skills': 'secret'}", "it is not valid JSON"),
                Arguments.of("{\"skills\": NaN}", "it is not valid JSON"),
                Arguments.of("[{\"skills\": \"secret\"}]", "an array instead of an object"),
                Arguments.of("\"{\\\"skills\\\": \\\"secret\\\"}\"", "text instead of an object"),
                Arguments.of("{}{}", "more follows after the object"),
                Arguments.of("{\"skills\": \"a\"}\n{\"skills\": \"secret\"}", "line 2, column 1: more follows"),
                Arguments.of("{\"skills\": [\"secret\"]}", "line 1, column 12: /skills: an array instead of text"),
                Arguments.of("{\"skills\": 1}", "/skills: a number instead of text"),
                Arguments.of("{\"resumeId\": 1, \"skills\": \"a\"}", "/resumeId: a number instead of text"),
                Arguments.of("{\"skills\": \"a\", \"skills\": \"secret\"}", "Duplicate field 'skills'"),
                Arguments.of("{\"x\": {\"a\": 1, \"a\": 2}, \"skills\": \"secret\"}", "Duplicate field 'a'"),
                Arguments.of("{\"companies\": [\"a\", null]}", "/companies/1: null instead of text"),
                Arguments.of("{\"companies\": \"secret\"}", "/companies: text instead of an array"),
                Arguments.of("{\"yearsOfExperience\": \"4\"}", "/yearsOfExperience: text instead of a number"),
                Arguments.of("{\"yearsOfExperience\": 1e39}", "/yearsOfExperience: it is out of range"),
                Arguments.of("{\"yearsOfExperience\": 1e1000000000}", "/yearsOfExperience: it is out of range"),
                Arguments.of("{\"x\": " + "1".repeat(10_000) + "}", "Number value length"),
                Arguments.of("{\"submittedAt\": \"secret\"}", "/submittedAt: text instead of a time"),
                Arguments.of("{\"submittedAt\": \"+999999999-12-31T00:00:00Z\"}", "/submittedAt"),
                Arguments.of("{\"submittedAt\": 1e300}", "/submittedAt"),
                Arguments.of("{\"submittedAt\": 99999999999999999999}", "/submittedAt"),
                Arguments.of("{\"skills\": \"a\\ud83d\"}", "/skills: it has half of a surrogate pair"),
                Arguments.of("{\"skills\": \"\\udc00a\"}", "/skills: it has half of a surrogate pair"),
                Arguments.of("{\"x\": " + "[".repeat(100_000) + "}", "nesting depth"),
                Arguments.of(FRAME + "{\"skills\": 1}", "/skills: a number instead of text"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldRefuseWhatIsNoResumeAndSayWhere(String json, String message) {
        assertThat(unreadable(EventFormat.AUTO, utf8(json), UnreadableReason.NOT_JSON))
                .startsWith("A value of topic resumes (")
                .contains(message)
                .doesNotContain("secret")
                .hasSizeLessThan(400);
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        byte[] value = utf8("{\"skills\": \"?\"}");
        value[12] = (byte) 0xe4;
        assertThat(unreadable(EventFormat.AUTO, value, UnreadableReason.NOT_JSON))
                .contains("not UTF-8 at byte 12");
        byte[] utf16 = "{\"skills\": \"sql\"}".getBytes(StandardCharsets.UTF_16);
        unreadable(EventFormat.AUTO, utf16, UnreadableReason.NOT_AVRO);
    }

    @Test
    void shouldReadAMillionUnknownMembersAtOnce() {
        StringBuilder json = new StringBuilder("{\"skills\": \"sql\", \"x\": [");
        json.append("{},".repeat(500_000)).append("{}], \"y\": {");
        for (int i = 0; i < 200_000; i++) {
            json.append('"').append(i).append("\":1,");
        }
        assertThat(readable(json.append("\"\":1}}").toString()).judgedText()).isEqualTo("sql");
    }

    @Test
    void shouldTakeOnlyTheFormatThatIsSet() {
        byte[] json = utf8("{\"skills\": \"sql\"}");
        byte[] avro = Objects.requireNonNull(
                new AvroSerde<>(Resume.class, registry).serializer().serialize(TOPIC, Records.resume("r-1", "sql")));
        assertThat(unreadable(EventFormat.AVRO, json, UnreadableReason.NOT_AVRO))
                .contains("resumes.format=auto");
        assertThat(unreadable(EventFormat.AVRO, utf8(FRAME + "{}"), UnreadableReason.NOT_AVRO))
                .contains("resumes.format=auto");
        assertThat(unreadable(EventFormat.JSON, avro, UnreadableReason.NOT_JSON))
                .contains("resumes.format=auto");
        assertThat(read(EventFormat.AVRO, avro, new RecordHeaders())).isInstanceOf(Readable.class);
        assertThat(read(EventFormat.JSON, json, new RecordHeaders())).isInstanceOf(Readable.class);
    }

    @Test
    void shouldNameBothFormatsWhereAValueIsNeither() {
        assertThat(unreadable(EventFormat.AUTO, utf8("resumeId=r-1"), UnreadableReason.NOT_AVRO))
                .contains("begins with byte 114", "Avro serializer", "JSON object");
    }

    private ReadableResume readable(String json) {
        Reading<ReadableResume> reading = read(EventFormat.AUTO, utf8(json), new RecordHeaders());
        assertThat(reading).isInstanceOf(Readable.class);
        return ((Readable<ReadableResume>) reading).value();
    }

    private String unreadable(EventFormat format, byte[] value, UnreadableReason reason) {
        Reading<ReadableResume> reading = read(format, value, new RecordHeaders());
        assertThat(reading).isInstanceOf(Unreadable.class);
        assertThat(((Unreadable<?>) reading).reason()).isEqualTo(reason);
        return ((Unreadable<?>) reading).message();
    }

    private Reading<ReadableResume> read(EventFormat format, byte[] value, Headers headers) {
        return new ResumeReader(new EventDecoder<>(Resume.class, registry, format), 1_000)
                .read(TOPIC, KEY, value, headers, Records.NOON.plusSeconds(60).toEpochMilli());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

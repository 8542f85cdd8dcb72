package io.rolestream.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Job;
import io.rolestream.events.Resume;
import io.rolestream.schemas.Records;
import io.rolestream.schemas.reading.ClaimedTime.Finding;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Forget;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobReaderTest {
    private static final String TOPIC = "jobs";
    private static final Headers NO_HEADERS = new RecordHeaders();
    private static final Instant RECEIVED = Records.NOON.plusSeconds(60);

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<Job> serde = new AvroSerde<>(Job.class, registry);
    private final JobReader reader = new JobReader(new EventDecoder<>(Job.class, registry), 100);

    @Test
    void shouldReadEveryFieldFromAvro() {
        ReadableJob job = readable(Records.job("j-1", "spark, sql"));
        assertThat(job.jobId()).isEqualTo("j-1");
        assertThat(job.title()).isEqualTo("Data Engineer (m/f/d)");
        assertThat(job.skills()).isEqualTo("spark, sql");
        assertThat(job.description()).isEqualTo("You build pipelines.");
        assertThat(job.location()).isEqualTo("Köln");
        assertThat(job.remote()).isTrue();
        assertThat(job.seniority()).isEqualTo("senior");
        assertThat(job.openUntil()).isEqualTo(Records.NOON.plusSeconds(3_600));
        assertThat(job.postedAt()).isEqualTo(Records.NOON);
    }

    @Test
    void shouldReadTheSameFromJson() {
        ReadableJob job = readable("""
                {"jobId": "j-1", "title": "Data Engineer (m/f/d)", "skills": "spark, sql", "description": "You build\\npipelines.",
                 "location": "K\\u00f6ln", "remote": true, "seniority": "senior", "openUntil": "2026-03-04T13:00:00Z",
                 "postedAt": 1772625600000, "source": "board", "salary": {"from": 1}}""");
        assertThat(job.contentHash())
                .isEqualTo(readable(Records.job("j-1", "spark, sql")).contentHash());
        assertThat(job.postedAt()).isEqualTo(Records.NOON);
        assertThat(job.openUntil()).isEqualTo(Records.NOON.plusSeconds(3_600));
    }

    @Test
    void shouldTakeTheIdFromTheKeyWhereJsonHasNone() {
        assertThat(readable("{\"skills\": \"sql\"}").jobId()).isEqualTo("j-1");
    }

    @Test
    void shouldTakeBlankFieldsForMissingOnes() {
        ReadableJob job = readable("""
                {"title": " ", "skills": "\\u00a0\\n", "description": "d", "location": "", "seniority": "\\t"}""");
        assertThat(job.title()).isEmpty();
        assertThat(Stream.of(job.skills(), job.location(), job.remote(), job.seniority(), job.openUntil()))
                .containsOnlyNulls();
        assertThat(job.postedAt()).isEqualTo(RECEIVED);
    }

    static Stream<Consumer<Job.Builder>> matchedFields() {
        return Stream.of(
                job -> job.setTitle("Data Analyst"),
                job -> job.setSkills("spark"),
                job -> job.setDescription(null),
                job -> job.setLocation("Bonn"),
                job -> job.setRemote(false),
                job -> job.setRemote(null),
                job -> job.setSeniority(null),
                job -> job.setOpenUntil(null),
                job -> job.setOpenUntil(Records.NOON.plusSeconds(3_601)));
    }

    @ParameterizedTest
    @MethodSource("matchedFields")
    void shouldHashEveryFieldThatMatchingReads(Consumer<Job.Builder> change) {
        Job.Builder changed = Job.newBuilder(Records.job("j-1", "spark, sql"));
        change.accept(changed);
        assertThat(readable(changed.build()).contentHash())
                .isNotEqualTo(readable(Records.job("j-1", "spark, sql")).contentHash());
    }

    @Test
    void shouldHashNothingElse() {
        Job changed = Job.newBuilder(Records.job("j-2", " spark,\n\u00a0sql "))
                .setPostedAt(null)
                .setSource("board")
                .build();
        assertThat(readable(changed).contentHash())
                .isEqualTo(readable(Records.job("j-1", "spark, sql")).contentHash());
    }

    @Test
    void shouldNotHashAFieldLikeAnother() {
        assertThat(readable("{\"skills\": \"sql\"}").contentHash())
                .isNotEqualTo(readable("{\"description\": \"sql\"}").contentHash());
    }

    @Test
    void shouldIgnoreDeadlinesThatCannotBe() {
        for (String never : List.of("9999-12-31", "0001-01-01T00:00:00Z", "1970-01-01", "2099-01-01")) {
            assertThat(readable("{\"skills\": \"sql\", \"openUntil\": \"%s\"}".formatted(never))
                            .openUntil())
                    .as(never)
                    .isNull();
        }
        for (long never : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(readable("{\"skills\": \"sql\", \"openUntil\": %d}".formatted(never))
                            .openUntil())
                    .as("%d", never)
                    .isNull();
        }
    }

    @Test
    void shouldReadDeadlinesInTheirUnit() {
        Instant closes = Instant.parse("2027-06-01T00:00:00Z");
        long millis = closes.toEpochMilli();
        for (long number : new long[] {millis, millis / 1_000, millis * 1_000, millis / 86_400_000}) {
            assertThat(readable("{\"skills\": \"sql\", \"openUntil\": %d}".formatted(number))
                            .openUntil())
                    .isEqualTo(closes);
        }
    }

    @Test
    void shouldReadADeadlineOfARecordWithoutATime() {
        Job job = Records.job("j-1", "sql");
        var reading = (Readable<ReadableJob>) reader.read(TOPIC, utf8("j-1"), bytes(job), NO_HEADERS, -1);
        assertThat(reading.value().openUntil()).isEqualTo(job.getOpenUntil());
    }

    @Test
    void shouldReportUnusualTimes() {
        assertThat(finding("{\"skills\": \"sql\"}")).isEqualTo(Finding.NONE);
        assertThat(finding("{\"skills\": \"sql\", \"openUntil\": \"9999-12-31\"}"))
                .isEqualTo(Finding.IN_FUTURE);
        assertThat(finding("{\"skills\": \"sql\", \"postedAt\": 1772625600, \"openUntil\": \"9999-12-31\"}"))
                .isEqualTo(Finding.SECONDS);
    }

    @Test
    void shouldBeOpenUntilItsDeadline() {
        ReadableJob job = readable(Records.job("j-1", "sql"));
        Instant closes = Objects.requireNonNull(job.openUntil());
        assertThat(job.isOpen(closes.minusMillis(1))).isTrue();
        assertThat(job.isOpen(closes)).isFalse();
        assertThat(readable("{\"skills\": \"sql\"}").isOpen(closes.plus(Duration.ofDays(10_000))))
                .isTrue();
    }

    @Test
    void shouldForgetANullValueUnderAGoodKey() {
        assertThat(reader.read(TOPIC, utf8("j-ä"), null, NO_HEADERS, 0)).isEqualTo(new Forget<>("j-ä"));
        unreadable(new byte[] {(byte) 0xc3}, null, UnreadableReason.KEY_MALFORMED);
        unreadable(utf8("\n"), null, UnreadableReason.ID_BLANK);
        unreadable(null, null, UnreadableReason.KEY_MISSING);
    }

    @Test
    void shouldRefuseIdsThatDoNotFit() {
        unreadable(null, bytes(Records.job("j-1", "sql")), UnreadableReason.KEY_MISSING);
        unreadable(utf8("j-2"), bytes(Records.job("j-1", "sql")), UnreadableReason.KEY_MISMATCH);
        unreadable(utf8(" "), bytes(Records.job(" ", "sql")), UnreadableReason.ID_BLANK);
        String id = "x".repeat(ResumeReader.MAX_ID_CHARS + 1);
        unreadable(utf8(id), bytes(Records.job(id, "sql")), UnreadableReason.ID_TOO_LONG);
    }

    static Stream<Arguments> unreadableJson() {
        String line = "x".repeat(JobReader.MAX_LINE_CHARS + 1);
        String text = "x".repeat(101);
        return Stream.of(
                Arguments.of("{\"title\": \"Secret\"}", UnreadableReason.NOTHING_TO_JUDGE, "neither skills nor"),
                Arguments.of(
                        "{\"skills\": \"%s\"}".formatted(text), UnreadableReason.TEXT_TOO_LONG, "skills field has 101"),
                Arguments.of(
                        "{\"description\": \"%s\"}".formatted(text),
                        UnreadableReason.TEXT_TOO_LONG,
                        "description has 101"),
                Arguments.of(
                        "{\"skills\": \"s\", \"title\": \"%s\"}".formatted(line),
                        UnreadableReason.TEXT_TOO_LONG,
                        "title has 1001"),
                Arguments.of(
                        "{\"skills\": \"s\", \"location\": \"%s\"}".formatted(line),
                        UnreadableReason.TEXT_TOO_LONG,
                        "location has 1001"),
                Arguments.of(
                        "{\"skills\": \"s\", \"seniority\": \"%s\"}".formatted(line),
                        UnreadableReason.TEXT_TOO_LONG,
                        "seniority has 1001"),
                Arguments.of(
                        "{\"skills\": [\"Secret\"]}", UnreadableReason.NOT_JSON, "/skills: an array instead of text"),
                Arguments.of(
                        "{\"skills\": \"s\", \"remote\": \"yes\"}", UnreadableReason.NOT_JSON, "/remote: text instead"),
                Arguments.of("{\"skills\": \"s\", \"openUntil\": \"soon\"}", UnreadableReason.NOT_JSON, "/openUntil"),
                Arguments.of("{\"skills\": \"Secret\\ud83d\"}", UnreadableReason.NOT_JSON, "half of a surrogate pair"),
                Arguments.of("{\"skills\": \"s\", \"skills\": \"t\"}", UnreadableReason.NOT_JSON, "Duplicate field"),
                Arguments.of("{\"skills\": \"Secret", UnreadableReason.NOT_JSON, "ends within the object"),
                Arguments.of("[]", UnreadableReason.NOT_JSON, "an array instead of an object"),
                Arguments.of("jobId=j-1", UnreadableReason.NOT_AVRO, "begins with byte"));
    }

    @ParameterizedTest
    @MethodSource("unreadableJson")
    void shouldRefuseWhatIsNoJobAndSayWhy(String json, UnreadableReason reason, String message) {
        assertThat(unreadable(utf8("j-1"), utf8(json), reason))
                .contains(message)
                .doesNotContain("Secret", "xxx");
    }

    @Test
    void shouldAcceptTextsAtTheLimit() {
        assertThat(readable("{\"title\": \"%s\", \"skills\": \"%s\"}".formatted("t".repeat(1_000), "s".repeat(100)))
                        .title())
                .hasSize(1_000);
    }

    @Test
    void shouldRefuseAResumesAvro() {
        byte[] resume = Objects.requireNonNull(new AvroSerde<>(Resume.class, registry)
                .serializer()
                .serialize("resumes", Records.resume("j-1", "sql")));
        assertThat(unreadable(utf8("j-1"), resume, UnreadableReason.NOT_AVRO)).contains("io.rolestream.events.Job");
    }

    @Test
    void shouldNotRepeatTheTextInMessages() {
        assertThat(reader.read(Records.job("j-1", "secret"), 0)).asString().doesNotContain("secret");
    }

    @Test
    void shouldRefuseALimitBelowOne() {
        assertThatThrownBy(() -> new JobReader(new EventDecoder<>(Job.class, registry), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ReadableJob readable(Job job) {
        return valid(reader.read(TOPIC, utf8(job.getJobId()), bytes(job), NO_HEADERS, RECEIVED.toEpochMilli()))
                .value();
    }

    private ReadableJob readable(String json) {
        return valid(reader.read(TOPIC, utf8("j-1"), utf8(json), NO_HEADERS, RECEIVED.toEpochMilli()))
                .value();
    }

    private Finding finding(String json) {
        return valid(reader.read(TOPIC, utf8("j-1"), utf8(json), NO_HEADERS, RECEIVED.toEpochMilli()))
                .claimed();
    }

    private static Readable<ReadableJob> valid(Reading<ReadableJob> reading) {
        assertThat(reading).isInstanceOf(Readable.class);
        return (Readable<ReadableJob>) reading;
    }

    private String unreadable(byte @Nullable [] key, byte @Nullable [] value, UnreadableReason reason) {
        Reading<ReadableJob> reading = reader.read(TOPIC, key, value, NO_HEADERS, RECEIVED.toEpochMilli());
        assertThat(reading).isInstanceOf(Unreadable.class);
        assertThat(((Unreadable<?>) reading).reason()).isEqualTo(reason);
        return ((Unreadable<?>) reading).message();
    }

    private byte[] bytes(Job job) {
        return Objects.requireNonNull(serde.serializer().serialize(TOPIC, job));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

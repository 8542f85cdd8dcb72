package io.rolestream.schemas.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Resume;
import io.rolestream.schemas.Records;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.Reading.Forget;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.EventFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeReaderTest {
    private static final String TOPIC = "resumes";
    private static final Headers NO_HEADERS = new RecordHeaders();
    private static final Instant RECEIVED = Records.NOON.plusSeconds(60);

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<Resume> serde = new AvroSerde<>(Resume.class, registry);
    private final ResumeReader reader =
            new ResumeReader(new EventDecoder<>(Resume.class, registry, EventFormat.AUTO), 100);

    @Test
    void shouldJudgeTheSkillsFirst() {
        var resume = readable(
                Resume.newBuilder().setResumeId("r-1").setSkills(" Java\n").setText("I cook"));
        assertThat(resume.judgedText()).isEqualTo(" Java\n");
        assertThat(resume.fromSkills()).isTrue();
    }

    @Test
    void shouldJudgeTheTextWhereSkillsAreBlank() {
        var resume =
                readable(Resume.newBuilder().setResumeId("r-1").setSkills(" \t").setText("I cook"));
        assertThat(resume.judgedText()).isEqualTo("I cook");
        assertThat(resume.fromSkills()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"skills, Java", "text, I cook", "both, 'Java\nI cook'"})
    void shouldJudgeThePartThatIsSet(String part, String judged) {
        Resume resume = Resume.newBuilder()
                .setResumeId("r-1")
                .setSkills("Java")
                .setText("I cook")
                .build();

        assertThat(read(resume, part).judgedText()).isEqualTo(judged);
        assertThat(read(resume, part).fromSkills()).isEqualTo(part.equals("skills"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"skills", "text", "both"})
    void shouldJudgeTheOtherPartWhereTheOneIsBlank(String part) {
        Resume skills = Resume.newBuilder().setResumeId("r-1").setSkills("Java").build();
        Resume text = Resume.newBuilder()
                .setResumeId("r-1")
                .setSkills(" ")
                .setText("I cook")
                .build();

        assertThat(read(skills, part)).isEqualTo(read(skills, "skills"));
        assertThat(read(text, part)).isEqualTo(read(text, "skills"));
    }

    @Test
    void shouldHashBothPartsApartFromEach() {
        Resume resume = Resume.newBuilder()
                .setResumeId("r-1")
                .setSkills("Java")
                .setText("SQL")
                .build();
        Resume moved = Resume.newBuilder()
                .setResumeId("r-1")
                .setSkills("Java SQL")
                .setText("SQL")
                .build();

        assertThat(Set.of(
                        read(resume, "skills").contentHash(),
                        read(resume, "text").contentHash(),
                        read(resume, "both").contentHash(),
                        read(moved, "both").contentHash()))
                .hasSize(4);
    }

    private ReadableResume read(Resume resume, String part) {
        ResumeReader ofPart = new ResumeReader(
                new EventDecoder<>(Resume.class, registry, EventFormat.AUTO), 100, JudgedPart.parse(part));
        if (ofPart.read(resume, 0) instanceof Readable<ReadableResume> readable) {
            return readable.value();
        }
        throw new AssertionError("unreadable: " + resume);
    }

    @Test
    void shouldTakeTheTimeThatTheResumeNames() {
        assertThat(submitted(Records.NOON)).isEqualTo(Records.NOON);
    }

    @Test
    void shouldTakeTheRecordsTimeWhereTheResumeNamesNoneOrOneThatCannotBe() {
        assertThat(submitted(null)).isEqualTo(RECEIVED);
        assertThat(submitted(Instant.EPOCH.minusMillis(1))).isEqualTo(RECEIVED);
        assertThat(submitted(Instant.parse("1999-12-31T23:59:59.999Z"))).isEqualTo(RECEIVED);
        assertThat(submitted(RECEIVED.plus(Duration.ofDays(2)))).isEqualTo(RECEIVED);
        assertThat(submitted(Instant.ofEpochMilli(Long.MAX_VALUE))).isEqualTo(RECEIVED);
    }

    @Test
    void shouldReadAForeignWritersTimeInItsOwnUnit() {
        Instant noon = Instant.parse("2026-03-04T12:00:00Z");
        assertThat(submittedAs("{'type':'int','logicalType':'date'}", 20_516))
                .isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
        assertThat(submittedAs("'long'", noon.getEpochSecond())).isEqualTo(noon);
        assertThat(submittedAs("{'type':'long','logicalType':'timestamp-micros'}", noon.toEpochMilli() * 1_000))
                .isEqualTo(noon);
    }

    private Instant submittedAs(String type, long number) {
        Schema schema = new Schema.Parser().parse("""
                {"type": "record", "name": "Resume", "namespace": "io.rolestream.events", "fields": [
                  {"name": "resumeId", "type": "string"}, {"name": "skills", "type": "string"},
                  {"name": "submittedAt", "type": %s}]}""".formatted(type.replace('\'', '"')));
        GenericRecord resume = new GenericData.Record(schema);
        resume.put("resumeId", "r-1");
        resume.put("skills", "sql");
        resume.put("submittedAt", type.contains("int") ? (Object) (int) number : (Object) number);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(0);
        value.writeBytes(ByteBuffer.allocate(4)
                .putInt(registry.register(TOPIC + "-value", schema))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(value, null);
        try {
            new GenericDatumWriter<GenericRecord>(schema).write(resume, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var reading = reader.read(TOPIC, utf8("r-1"), value.toByteArray(), NO_HEADERS, RECEIVED.toEpochMilli());
        return ((Readable<ReadableResume>) reading).value().submittedAt();
    }

    @Test
    void shouldForgetANullValueUnderAGoodKey() {
        assertThat(reader.read(TOPIC, utf8("r-ä"), null, NO_HEADERS, 0)).isEqualTo(new Forget<>("r-ä"));
    }

    @Test
    void shouldNotForgetUnderAKeyThatIsNoText() {
        unreadable(new byte[] {(byte) 0xc3}, null, UnreadableReason.KEY_MALFORMED);
        unreadable(utf8(" "), null, UnreadableReason.ID_BLANK);
    }

    @Test
    void shouldRefuseRecordsWithoutAKey() {
        unreadable(null, bytes(Records.resume("r-1", "sql")), UnreadableReason.KEY_MISSING);
        unreadable(new byte[0], null, UnreadableReason.KEY_MISSING);
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheId() {
        unreadable(utf8("r-2"), bytes(Records.resume("r-1", "sql")), UnreadableReason.KEY_MISMATCH);
    }

    @Test
    void shouldRefuseWhatIsNotAResume() {
        unreadable(utf8("r-1"), utf8("resumeId=r-1"), UnreadableReason.NOT_AVRO);
    }

    @Test
    void shouldRefuseBlankAndOverlongIds() {
        unreadable(utf8(" "), bytes(Records.resume(" ", "sql")), UnreadableReason.ID_BLANK);
        String id = "x".repeat(ResumeReader.MAX_ID_CHARS + 1);
        unreadable(utf8(id), bytes(Records.resume(id, "sql")), UnreadableReason.ID_TOO_LONG);
    }

    @Test
    void shouldRefuseAResumeWithNothingToJudge() {
        unreadable(utf8("r-1"), bytes(Records.resume("r-1", " \u00a0\n")), UnreadableReason.NOTHING_TO_JUDGE);
    }

    @Test
    void shouldRefuseATextBeyondTheLimit() {
        var accepted = reader.read(TOPIC, utf8("r-1"), bytes(Records.resume("r-1", "x".repeat(100))), NO_HEADERS, 0);
        assertThat(accepted).isInstanceOf(Readable.class);
        unreadable(utf8("r-1"), bytes(Records.resume("r-1", "x".repeat(101))), UnreadableReason.TEXT_TOO_LONG);
    }

    @Test
    void shouldNotRepeatTheTextInMessages() {
        String secret = "secret ".repeat(20);
        assertThat(reader.read(TOPIC, utf8("r-1"), bytes(Records.resume("r-1", secret)), NO_HEADERS, 0))
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void shouldRefuseALimitBelowOne() {
        assertThatThrownBy(() -> new ResumeReader(new EventDecoder<>(Resume.class, registry, EventFormat.AUTO), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Instant submitted(@Nullable Instant claimed) {
        return readable(Resume.newBuilder().setResumeId("r-1").setSkills("sql").setSubmittedAt(claimed))
                .submittedAt();
    }

    private ReadableResume readable(Resume.Builder builder) {
        var resume = builder.build();
        var reading =
                reader.read(TOPIC, utf8(resume.getResumeId()), bytes(resume), NO_HEADERS, RECEIVED.toEpochMilli());
        assertThat(reading).isInstanceOf(Readable.class);
        return ((Readable<ReadableResume>) reading).value();
    }

    private ObjectAssert<?> unreadable(byte @Nullable [] key, byte @Nullable [] value, UnreadableReason reason) {
        return assertThat(reader.read(TOPIC, key, value, NO_HEADERS, 0))
                .isInstanceOfSatisfying(
                        Unreadable.class, found -> assertThat(found.reason()).isEqualTo(reason));
    }

    private byte @Nullable [] bytes(Resume resume) {
        return serde.serializer().serialize(TOPIC, resume);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.rolestream.schemas.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Resume;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.SchemaLimitsTest;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that must become dead letters, quickly, whatever their schema says. */
@Timeout(20)
class HostileRecordTest {
    private static final Headers NO_HEADERS = new RecordHeaders();
    private static final byte[] KEY = "r-1".getBytes(StandardCharsets.UTF_8);
    private static final String MAGIC_AND_ID = "0000000001";
    private static final String ID = "06722d31";
    private static final String SKILLS = "020673716c";
    /** No text, years, companies, time or source. */
    private static final String REST = "0000000000";

    private final Map<Integer, Schema> schemas = new HashMap<>(Map.of(1, Resume.getClassSchema()));
    private final ResumeReader reader = new ResumeReader(new Careless(schemas));

    @Test
    void shouldReadTheRecordThatTheOthersAreMadeFrom() {
        assertThat(judged(read(MAGIC_AND_ID + ID + SKILLS + REST))).isEqualTo("sql");
    }

    static Stream<Arguments> malformedValues() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("half a header", "000000"),
                Arguments.of("a header alone", MAGIC_AND_ID),
                Arguments.of("another first byte", "0100000001" + ID + SKILLS + REST),
                Arguments.of("an unknown schema id", "0000000007" + ID + SKILLS + REST),
                Arguments.of("a negative schema id", "00ffffffff" + ID + SKILLS + REST),
                Arguments.of("bytes after the record", MAGIC_AND_ID + ID + SKILLS + REST + "00"),
                Arguments.of("another record after the record", MAGIC_AND_ID + ID + SKILLS + REST + ID + SKILLS + REST),
                Arguments.of("a Protobuf message index", MAGIC_AND_ID + "00" + ID + SKILLS + REST),
                Arguments.of("skills that are not UTF-8", MAGIC_AND_ID + ID + "0206fffefd" + REST),
                Arguments.of("half a character at the end", MAGIC_AND_ID + ID + "02067371c3" + REST),
                Arguments.of("half of a surrogate pair", MAGIC_AND_ID + ID + "0206eda080" + REST),
                Arguments.of("a character in too many bytes", MAGIC_AND_ID + ID + "0206c0af71" + REST),
                Arguments.of("an employer that is not UTF-8", MAGIC_AND_ID + ID + SKILLS + "00000202ff000000"),
                Arguments.of("a length in too many bytes", MAGIC_AND_ID + ID + "02860073716c" + REST),
                Arguments.of("a union index in too many bytes", MAGIC_AND_ID + ID + "82800006" + "73716c" + REST),
                Arguments.of("a number of eleven bytes", MAGIC_AND_ID + "8686868686868686868600722d31" + SKILLS + REST),
                Arguments.of("a number of 65 bits", MAGIC_AND_ID + "86808080808080808002722d31" + SKILLS + REST),
                Arguments.of("a negative length", MAGIC_AND_ID + ID + "020573716c" + REST),
                Arguments.of("a length beyond the value", MAGIC_AND_ID + ID + "027e73716c" + REST),
                Arguments.of("a length of 2^62", MAGIC_AND_ID + ID + "02feffffffffffffffff0173716c" + REST),
                Arguments.of("a union index out of range", MAGIC_AND_ID + ID + "040673716c" + REST),
                Arguments.of("a negative union index", MAGIC_AND_ID + ID + "010673716c" + REST),
                Arguments.of("two billion employers", MAGIC_AND_ID + ID + SKILLS + "0000feffffff0f0000"),
                Arguments.of("-2^63 employers", MAGIC_AND_ID + ID + SKILLS + "0000ffffffffffffffffff01020000"),
                Arguments.of("a block shorter than it claims", MAGIC_AND_ID + ID + SKILLS + "000001060278" + "000000"),
                Arguments.of("a block longer than it claims", MAGIC_AND_ID + ID + SKILLS + "000001020278" + "000000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedValues")
    void shouldRefuseMalformedValues(String kind, String hex) {
        assertUnreadable(read(hex));
    }

    @Test
    void shouldRefuseARecordThatIsCutOffAnywhere() {
        byte[] whole = HexFormat.of().parseHex(MAGIC_AND_ID + ID + SKILLS + REST);
        for (int length = 0; length < whole.length; length++) {
            assertUnreadable(reader.read("resumes", KEY, Arrays.copyOf(whole, length), NO_HEADERS, 0));
        }
    }

    @Test
    void shouldAcceptABlockThatIsAsLongAsItClaims() {
        assertThat(read(MAGIC_AND_ID + ID + SKILLS + "000001040278" + "000000")).isInstanceOf(Readable.class);
    }

    @Test
    void shouldAcceptAReplacementCharacterThatWasWritten() {
        assertThat(read(MAGIC_AND_ID + ID + "0206efbfbd" + REST)).isInstanceOf(Readable.class);
    }

    @Test
    void shouldTakeFromBytesNoMoreThanTheyHold() {
        schemas.put(1, new Schema.Parser().parse("""
                {"type": "record", "name": "Resume", "namespace": "io.rolestream.events", "fields": [
                  {"name": "resumeId", "type": "string"}, {"name": "skills", "type": "bytes"}]}"""));
        assertThat(judged(read(MAGIC_AND_ID + ID + "0673716c"))).isEqualTo("sql");
        assertUnreadable(read(MAGIC_AND_ID + ID + "06fffefd"));
    }

    static Stream<Arguments> hostileSchemas() {
        return Stream.of(
                Arguments.of("arrays of arrays", SchemaLimitsTest.nested(400), "02".repeat(400)),
                Arguments.of("2^40 empty records", SchemaLimitsTest.doubling(40, SchemaLimitsTest.EMPTY, false), ""),
                Arguments.of(
                        "an array of 10^15 nulls",
                        "{\"type\": \"array\", \"items\": \"null\"}",
                        "feffffffffffff03" + "feffffffffffff03" + "00"),
                Arguments.of("a type that contains itself", """
                        {"type": "record", "name": "Node", "fields": [{"name": "next", "type": ["null", "Node"]}]}""", "02".repeat(100_000) + "00"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileSchemas")
    void shouldRefuseHostileSchemas(String kind, String extra, String body) {
        schemas.put(1, new Schema.Parser().parse(SchemaLimitsTest.resumeWith(extra)));
        assertUnreadable(read(MAGIC_AND_ID + ID + SKILLS + body));
    }

    @Test
    void shouldNotRepeatASchemaInTheMessage() {
        schemas.put(1, new Schema.Parser().parse("""
                {"type": "record", "name": "%s", "fields": [{"name": "a", "type": "int"}]}""".formatted("x".repeat(30_000))));
        assertThat(((Unreadable<?>) read(MAGIC_AND_ID + "00")).message()).hasSizeLessThan(1_100);
    }

    @Test
    void shouldReadManySmallBlocksAtOnce() {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        blocks.writeBytes(HexFormat.of().parseHex(MAGIC_AND_ID + ID + SKILLS + "0000"));
        for (int i = 0; i < 1_000_000; i++) {
            blocks.writeBytes(new byte[] {2, 0});
        }
        blocks.writeBytes(new byte[3]);
        assertThat(reader.read("resumes", KEY, blocks.toByteArray(), NO_HEADERS, 0))
                .isInstanceOf(Readable.class);
    }

    private Reading<ReadableResume> read(String hex) {
        return reader.read("resumes", KEY, HexFormat.of().parseHex(hex), NO_HEADERS, 0);
    }

    private static String judged(Reading<ReadableResume> reading) {
        assertThat(reading).isInstanceOf(Readable.class);
        return ((Readable<ReadableResume>) reading).value().judgedText();
    }

    private static void assertUnreadable(Reading<ReadableResume> reading) {
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Unreadable.class, found -> assertThat(found.reason()).isEqualTo(UnreadableReason.NOT_AVRO));
    }

    /** A registry that checks nothing. */
    private record Careless(Map<Integer, Schema> schemas) implements SchemaRegistry {
        @Override
        public int register(String subject, Schema schema) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Schema byId(String subject, int id) {
            Schema schema = schemas.get(id);
            if (schema == null) {
                throw new SchemaRegistryException(Reason.NOT_FOUND, "no schema " + id);
            }
            return schema;
        }
    }
}

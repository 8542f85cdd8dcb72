package io.rolestream.files.read;

import static io.rolestream.files.read.Inputs.ids;
import static io.rolestream.files.read.Inputs.only;
import static io.rolestream.files.read.Inputs.problems;
import static io.rolestream.files.read.Inputs.resume;
import static io.rolestream.files.read.Inputs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.RecordBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TableInputTest {

    @Test
    void shouldReadEveryField() {
        ResumeRow row = only("""
                Resume_ID,Skills,Resume Text,Years-Of-Experience,companies,submittedAt,source,unused
                r1,"Java, SQL",Builds things,4.5,"Acme, Inc.; Globex",2026-01-31T08:30:00Z,import,x
                """);

        assertThat(row)
                .isEqualTo(new ResumeRow(
                        new ResumeRow.Place(1, 2),
                        "r1",
                        "Java, SQL",
                        "Builds things",
                        4.5f,
                        List.of("Acme, Inc.", "Globex"),
                        Instant.parse("2026-01-31T08:30:00Z"),
                        "import"));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\t", ";", "|"})
    void shouldFindTheDelimiterInTheHeader(String delimiter) {
        ResumeRow row = only("id,skills,text\nr1,Java,other\n".replace(",", delimiter));

        assertThat(row.skills()).isEqualTo("Java");
        assertThat(row.text()).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void shouldReadAllLineEnds(String end) {
        List<Row> rows = rows("id,skills\nr1,Java\nr2,SQL\n".replace("\n", end));

        assertThat(ids(rows)).containsExactly("r1", "r2");
        assertThat(rows).extracting(Row::line).containsExactly(2L, 3L);
    }

    @Test
    void shouldReadQuotesAndLineBreaksInValues() {
        List<Row> rows = rows("id,skills\nr1,\"say \"\"hi\"\"\r\nand, go\"\nr2,SQL");

        assertThat(resume(rows.get(0)).skills()).isEqualTo("say \"hi\"\r\nand, go");
        assertThat(resume(rows.get(1)).line()).isEqualTo(4);
    }

    @Test
    void shouldTakeAQuoteInsideOfAPlainValueAsItIs() {
        assertThat(only("id,skills\nr1,24\" screens\n").skills()).isEqualTo("24\" screens");
    }

    @Test
    void shouldTakeWholeLinesWhereThereIsOneColumn() {
        assertThat(only("skills\nJava, SQL; Spring\n").skills()).isEqualTo("Java, SQL; Spring");
    }

    @Test
    void shouldSkipTheByteOrderMark() {
        assertThat(only("\uFEFFid,skills\nr1,Java\n").id()).isEqualTo("r1");
    }

    @Test
    void shouldReadUtf16WithAByteOrderMark() {
        String content = "\uFEFFid,skills\nr1,Größe 日本 😀\n";

        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Row row = rows(content.getBytes(charset)).get(0);
            assertThat(resume(row).skills()).isEqualTo("Größe 日本 😀");
        }
    }

    @Test
    void shouldTakeEmptyCellsForNull() {
        ResumeRow row = only("id,skills,text,years,companies,submittedAt,source\nr1,, ,,,,\n");

        assertThat(row)
                .isEqualTo(new ResumeRow(new ResumeRow.Place(1, 2), "r1", null, null, null, List.of(), null, null));
    }

    @Test
    void shouldSkipBlankLinesWithoutCountingThem() {
        List<Row> rows = rows("\n\nid,skills\n\nr1,Java\n   \n\nr2,SQL\n\n");

        assertThat(rows).extracting(Row::rowNumber).containsExactly(1L, 2L);
        assertThat(rows).extracting(Row::line).containsExactly(5L, 8L);
    }

    @Test
    void shouldReadNothingFromAHeaderAlone() {
        assertThat(rows("id,skills\n")).isEmpty();
    }

    @Test
    void shouldGoOnAfterRowsWithTooFewOrTooManyColumns() {
        List<Row> rows = rows("id,skills,text\nr1,Java\nr2,Java,a,b\nr3,Java,a\n");

        assertThat(problems(rows))
                .containsExactly(
                        "line 2: 2 columns where the header has 3", "line 3: 4 columns where the header has 3");
        assertThat(ids(rows)).containsExactly("r1", "r2", "r3");
    }

    @Test
    void shouldGoOnAfterARowThatIsNotUtf8() {
        byte[] content = "id,skills\nr1,caf\u00e9\nr2,Java\n".getBytes(StandardCharsets.ISO_8859_1);

        List<Row> rows = rows(content);

        assertThat(problems(rows)).singleElement().asString().startsWith("line 2: skills is not valid UTF-8");
        assertThat(resume(rows.get(1)).skills()).isEqualTo("Java");
    }

    @Test
    void shouldGoOnAfterCharactersBehindAClosingQuote() {
        List<Row> rows = rows("id,skills\nr1,\"Java\"x\nr2,SQL\n");

        assertThat(problems(rows)).singleElement().asString().startsWith("line 2: characters after the closing quote");
        assertThat(ids(rows)).last().isEqualTo("r2");
    }

    @Test
    void shouldNameTheLineOfAQuoteThatIsNeverClosed() {
        List<Row> rows = rows("id,skills\nr1,Java\nr2,\"SQL\nr3,Go\n");

        assertThat(resume(rows.get(0)).skills()).isEqualTo("Java");
        assertThat(problems(rows))
                .singleElement()
                .asString()
                .startsWith("line 3: the quote opened on line 3 is never closed");
    }

    @Test
    void shouldStopAtAQuotedValueBeyondTheLimit() {
        String content = "id,skills\nr1,Java\nr2,\"" + "x\n".repeat(3 * 1024 * 1024);

        assertThatThrownBy(() -> rows(content))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("test: after row 1: the quote opened on line 3 is not closed within 4 MiB");
    }

    @Test
    void shouldSkipARowBeyondTheLimit() {
        String large = "x".repeat(RecordBytes.MAX_BYTES);

        List<Row> rows = rows("id,skills\nr1," + large + "\nr2,SQL\n");

        assertThat(problems(rows)).containsExactly("line 2: larger than 4 MiB, skipped");
        assertThat(resume(rows.get(1)).skills()).isEqualTo("SQL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "years,five",
                "years,-1",
                "years,NaNs",
                "years,1e400",
                "submittedAt,yesterday",
                "submittedAt,1969-13-31"
            })
    void shouldTellOfValuesOfTheWrongType(String columnAndValue) {
        String[] parts = columnAndValue.split(",");

        List<Row> rows = rows("id,skills," + parts[0] + "\nr1,Java," + parts[1] + "\n");

        assertThat(problems(rows)).singleElement().asString().contains(parts[0], parts[1], "expected");
        assertThat(rows.get(0).id()).isEqualTo("r1");
    }

    @Test
    void shouldSayHowManyTimesWereConvertedOrLeftOut() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(RowSource.class);
        logger.addAppender(log);
        log.start();
        try {
            rows("id,skills,submitted_at\na,Java,1769848200\nb,Java,0\nc,Java,1\nd,Java,2026-01-31\n");
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactlyInAnyOrder(
                        said -> assertThat(said)
                                .endsWith("submittedAt of 1 row is in seconds since 1970, and was converted"),
                        said -> assertThat(said).endsWith("submittedAt of 2 rows is before 2000, and was left out"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20484", "20260131", "2026-01-31"})
    void shouldReadDays(String day) {
        assertThat(only("id,skills,submitted_at\nr1,Java," + day + "\n").submittedAt())
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31", "1999-12-31T23:59:59Z", "0", "-1", "-62135596800", "2999-01-01"})
    void shouldLeaveOutTimesThatCannotBe(String time) {
        assertThat(only("id,skills,submitted_at\nr1,Java," + time + "\n").submittedAt())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T08:30:00Z",
                "2026-01-31 08:30:00",
                "2026-01-31T09:30:00+01:00",
                "1769848200000",
                "1769848200",
                "1769848200.25",
                "1769848200000000",
                "1769848200000000000",
                "2026-01-31T08:30"
            })
    void shouldReadTimesAsPeopleWriteThem(String time) {
        assertThat(only("id,skills,submitted_at\nr1,Java," + time + "\n").submittedAt())
                .isEqualTo(Instant.parse("2026-01-31T08:30:00Z"));
    }

    @Test
    void shouldKeepTheOrderOfAThousandRows() {
        String content =
                IntStream.range(0, 1000).mapToObj(i -> "r" + i + ",s" + i).collect(Collectors.joining("\n"));

        List<Row> rows = rows("id,skills\n" + content);

        assertThat(ids(rows))
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "r" + i).toList());
    }
}

package io.rolestream.files.read;

import static io.rolestream.files.read.Inputs.ids;
import static io.rolestream.files.read.Inputs.only;
import static io.rolestream.files.read.Inputs.problems;
import static io.rolestream.files.read.Inputs.resume;
import static io.rolestream.files.read.Inputs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.RecordBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonInputTest {

    @Test
    void shouldReadEveryField() {
        ResumeRow row = only("""
                {"resumeId":"r1","skills":"Java, SQL","text":"Builds","yearsOfExperience":4.5,"companies":["Acme, Inc.","Globex"],\
                "submittedAt":"2026-01-31T08:30:00Z","source":"import","other":{"deep":[1,2]}}
                """);

        assertThat(row)
                .isEqualTo(new ResumeRow(
                        new ResumeRow.Place(1, 1),
                        "r1",
                        "Java, SQL",
                        "Builds",
                        4.5f,
                        List.of("Acme, Inc.", "Globex"),
                        Instant.parse("2026-01-31T08:30:00Z"),
                        "import"));
    }

    @Test
    void shouldJoinAListOfSkills() {
        assertThat(only("{\"id\":7,\"skills\":[\"Java\",null,\"SQL\"]}").skills())
                .isEqualTo("Java, SQL");
    }

    @Test
    void shouldMakeAStringOfANumericId() {
        assertThat(only("{\"id\":12345678901234567890,\"skills\":\"Java\"}").id())
                .isEqualTo("12345678901234567890");
    }

    @Test
    void shouldReadMillisecondsAsATime() {
        assertThat(only("{\"id\":1,\"skills\":\"Java\",\"submittedAt\":1769848200000}")
                        .submittedAt())
                .isEqualTo(Instant.parse("2026-01-31T08:30:00Z"));
    }

    @Test
    void shouldPreferTheLikelierOfTwoNames() {
        assertThat(only("{\"id\":\"b\",\"resume_id\":\"a\",\"skills\":\"Java\"}")
                        .id())
                .isEqualTo("a");
        assertThat(only("{\"resume_id\":\"a\",\"id\":\"b\",\"skills\":\"Java\"}")
                        .id())
                .isEqualTo("a");
    }

    @Test
    void shouldReadAnArrayOfObjects() {
        List<Row> rows = rows(" [ {\"id\":1,\"skills\":\"a\"},\n\n{\"id\":2,\n\"skills\":[\"x]\", \"\\\"},{\"]} ]\n");

        assertThat(ids(rows)).containsExactly("1", "2");
        assertThat(resume(rows.get(1)).skills()).isEqualTo("x], \"},{");
        assertThat(rows).extracting(Row::line).containsExactly(1L, 3L);
    }

    @Test
    void shouldReadNothingFromAnEmptyArray() {
        assertThat(rows("[ ]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '#',
            value = {
                "{\"id\":\"r2\",\"skills\":\"Ja # line 2: not valid JSON: unexpected end of input at column 24",
                "{\"id\":\"r2\" \"skills\" # line 2: not valid JSON: Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries at column 12",
                "{\"id\":\"r2\",\"skills\":{}} # line 2: \"skills\" is an object, expected a string or a list of strings",
                "{\"id\":\"r2\",\"skills\":[\"a\",5]} # line 2: \"skills\" holds a number, expected strings",
                "{\"id\":true,\"skills\":\"a\"} # line 2: \"id\" is true or false, expected a string or a number",
                "{\"id\":\"r2\",\"text\":5} # line 2: \"text\" is a number, expected a string",
                "{\"id\":\"r2\",\"years\":-2} # line 2: yearsOfExperience is \"-2.0\", expected a number of years, 0 or more",
                "{\"id\":\"\\uD83D\",\"text\":\"a\"} # line 2: an escaped character is half a surrogate pair",
                "5 # line 2: not a JSON object but a number",
                "[1,2] # line 2: not a JSON object but a list",
                "{\"id\":1,\"skills\":\"a\"} {} # line 2: more than one JSON value on the line",
            })
    void shouldTellWhatIsWrongAndGoOn(String line, String problem) {
        List<Row> rows = rows("{\"id\":\"r1\",\"skills\":\"a\"}\n" + line + "\n{\"id\":\"r3\",\"skills\":\"c\"}\n");

        assertThat(problems(rows)).containsExactly(problem);
        assertThat(rows).extracting(Row::rowNumber).containsExactly(1L, 2L, 3L);
        assertThat(rows.get(2).id()).isEqualTo("r3");
    }

    @Test
    void shouldKeepTheIdOfABadRowWhereItCouldBeRead() {
        assertThat(rows("{\"id\":\"r1\",\"skills\":7}\n{\"skills\":\"a\"}")
                        .get(0)
                        .id())
                .isEqualTo("r1");
    }

    @Test
    void shouldGoOnAfterALineThatIsNotUtf8() {
        byte[] content = "{\"skills\":\"a\"}\n{\"skills\":\"caf\u00e9\"}\n{\"skills\":\"b\"}"
                .getBytes(StandardCharsets.ISO_8859_1);

        List<Row> rows = rows(content);

        assertThat(problems(rows)).singleElement().asString().startsWith("line 2: not valid UTF-8");
        assertThat(rows).hasSize(3);
    }

    @Test
    void shouldSkipALineBeyondTheLimit() {
        String large = "{\"skills\":\"" + "x".repeat(RecordBytes.MAX_BYTES) + "\"}";

        List<Row> rows = rows("{\"skills\":\"a\"}\n" + large + "\n{\"skills\":\"b\"}\n");

        assertThat(problems(rows)).containsExactly("line 2: larger than 4 MiB, skipped");
        assertThat(rows).hasSize(3);
    }

    @Test
    void shouldGoOnAfterABrokenElementOfAnArray() {
        List<Row> rows =
                rows("[{\"id\":1,\"skills\":\"a\"},\n{\"id\":2,\"skills\":tru},\n7,\n{\"id\":4,\"skills\":\"d\"}]");

        assertThat(problems(rows)).hasSize(2);
        assertThat(problems(rows).get(0)).startsWith("line 2: not valid JSON: Unrecognized token 'tru'");
        assertThat(problems(rows).get(1)).isEqualTo("line 3: not a JSON object but a number");
        assertThat(rows.get(3).id()).isEqualTo("4");
    }

    @Test
    void shouldSayWhereAnArrayBreaksOff() {
        assertThatThrownBy(() -> rows("[{\"skills\":\"a\"},\n{\"skills\":\"b\"},\n{\"skills\":"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("after row 2")
                .hasMessageContaining("the element that begins on line 3");
    }

    @Test
    void shouldRefuseDataAfterAnArray() {
        assertThatThrownBy(() -> rows("[{\"skills\":\"a\"}]\n[]"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2: more data after the end of the JSON array");
    }

    @Test
    void shouldAdviseOnAnObjectSpreadOverLines() {
        assertThatThrownBy(() -> rows("{\n  \"skills\": \"a\"\n}\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("spread over several lines")
                .hasMessageContaining("jq -c");
    }

    @Test
    void shouldWaitForASkillsFieldThatTheFirstRowsLack() {
        List<Row> rows = rows("{\"id\":1}\nbroken\n{\"id\":3,\"skills\":\"a\"}\n");

        assertThat(rows).extracting(Row::rowNumber).containsExactly(1L, 2L, 3L);
        assertThat(resume(rows.get(0)).skills()).isNull();
    }

    @Test
    void shouldNameTheFieldsFoundWhereNoneCanBeUsed() {
        assertThatThrownBy(() -> rows("{\"id\":1,\"profile\":\"x\"}\n{\"id\":2}\n"))
                .isInstanceOf(InputException.class)
                .hasMessage("test: no column for skills or text; columns found: id, profile; "
                        + "name one with --skills-column or --text-column");
    }
}

package io.rolestream.files.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.Placeholders;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

class InputPropertiesTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Property(tries = 500)
    void shouldNeverFailOtherwiseThanAsPromised(@ForAll("beginnings") byte[] beginning, @ForAll("bytes") byte[] rest) {
        readAll(Inputs.concat(beginning, rest));
    }

    @Property(tries = 200)
    void shouldNeverFailOtherwiseThanAsPromisedInsideOfGzip(@ForAll("bytes") byte[] content, @ForAll int damage) {
        byte[] packed = Inputs.gzip(Inputs.concat("id,skills\n".getBytes(StandardCharsets.UTF_8), content));
        packed[Math.floorMod(damage, packed.length)] ^= 0x10;

        readAll(packed);
    }

    @Property(tries = 300)
    void shouldReadEveryTableThatIsWritten(@ForAll("cells") @Size(min = 1, max = 20) List<String> cells) {
        StringWriter table = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(table)) {
            csv.writeRecord("id", "skills");
            cells.forEach(cell -> csv.writeRecord("r" + cell.length(), cell));
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        assertThat(skills(Inputs.rows(table.toString()))).isEqualTo(blanksAsNull(cells));
    }

    @Property(tries = 300)
    void shouldReadEveryTableInUtf16(@ForAll("cells") @Size(min = 1, max = 20) List<String> cells) {
        StringBuilder table = new StringBuilder("\uFEFFid\tskills\n");
        cells.forEach(
                cell -> table.append("r\t\"").append(cell.replace("\"", "\"\"")).append("\"\n"));

        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(skills(Inputs.rows(table.toString().getBytes(charset)))).isEqualTo(blanksAsNull(cells));
        }
    }

    @Property(tries = 300)
    void shouldReadEveryJsonThatIsWritten(@ForAll("cells") @Size(min = 1, max = 20) List<String> cells)
            throws Exception {
        List<Map<String, String>> objects = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (String cell : cells) {
            Map<String, String> object = new LinkedHashMap<>(Map.of("skills", cell));
            objects.add(object);
            lines.append(JSON.writeValueAsString(object)).append('\n');
        }

        assertThat(skills(Inputs.rows(lines.toString()))).isEqualTo(blanksAsNull(cells));
        assertThat(skills(Inputs.rows(pretty(objects)))).isEqualTo(blanksAsNull(cells));
    }

    @Property(tries = 500)
    void shouldAgreeWithAnotherParser(@ForAll("tables") String body) {
        String table = "id,skills,text\n" + body;
        List<String> expected = new ArrayList<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(table)) {
            csv.stream().skip(1).filter(row -> row.getFieldCount() == 3).forEach(row -> expected.add(row.getField(1)));
        } catch (IOException | CsvParseException e) {
            return;
        }

        List<Row> rows = Inputs.rows(table);

        if (rows.stream()
                .noneMatch(row -> row instanceof BadRow bad && bad.problem().contains("quote"))) {
            assertThat(skills(rows.stream().filter(ResumeRow.class::isInstance).toList()))
                    .isEqualTo(blanksAsNull(expected));
        }
    }

    private static void readAll(byte[] content) {
        try {
            Inputs.rows(content).forEach(row -> assertThat(row.rowNumber()).isPositive());
        } catch (InputException e) {
            assertThat(e).hasMessageStartingWith("test");
        }
    }

    private static List<String> skills(List<Row> rows) {
        return rows.stream()
                .map(row -> String.valueOf(Inputs.resume(row).skills()))
                .toList();
    }

    private static List<String> blanksAsNull(List<String> cells) {
        return cells.stream()
                .map(cell -> Placeholders.isMissing(cell) ? "null" : cell)
                .toList();
    }

    private static String pretty(Object value) throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    @Provide
    Arbitrary<byte[]> beginnings() {
        return Arbitraries.of(
                        "",
                        "id,skills\n",
                        "{\"skills\":\"a\"}\n",
                        "[{\"skills\":\"a\"},",
                        "\uFEFF",
                        "skills\n\"",
                        "{\"skills\":[",
                        "PAR1",
                        "id\tskills\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<Byte> telling = Arbitraries.of(
                "{}[]\",:\\\n\r\t;|'0e- au".chars().mapToObj(c -> (byte) c).toList());
        return Arbitraries.frequencyOf(Tuple.of(3, telling), Tuple.of(1, Arbitraries.bytes()))
                .array(byte[].class)
                .ofMaxSize(200);
    }

    @Provide
    Arbitrary<List<String>> cells() {
        return Arbitraries.strings()
                .withChars("aB ,;|\t\"'\n\r\\{}[]é日")
                .ofMaxLength(12)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> tables() {
        return Arbitraries.of("a", "b", ",", ",", "\"", "\"\"", "\n", "\r\n", ",x,", "r,s,t\n")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }
}

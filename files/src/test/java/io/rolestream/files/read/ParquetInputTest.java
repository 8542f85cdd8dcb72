package io.rolestream.files.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetInputTest {

    private final Path directory;

    ParquetInputTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldReadEveryField() {
        Path file = parquet("a.parquet", """
                SELECT 42 AS resume_id, ['Java', NULL, 'SQL'] AS skills, 'Builds' AS text, 4.5::DECIMAL(4,1) AS years,
                ['Acme, Inc.', 'Globex'] AS companies, TIMESTAMP '2026-01-31 08:30:00' AS submitted_at, 'x' AS source""");

        assertThat(read(file))
                .containsExactly(new ResumeRow(
                        new ResumeRow.Place(1, 0),
                        "42",
                        "Java, SQL",
                        "Builds",
                        4.5f,
                        List.of("Acme, Inc.", "Globex"),
                        Instant.parse("2026-01-31T08:30:00Z"),
                        "x"));
    }

    @Test
    void shouldTakeAColumnOfNullsOfAnyTypeForMissing() {
        Path file = parquet("a.parquet", "SELECT 1 AS id, NULL AS skills, 'Java' AS text, NULL::BOOLEAN AS companies");

        assertThat(read(file)).singleElement().satisfies(row -> {
            ResumeRow resume = Inputs.resume(row);
            assertThat(resume.skills()).isNull();
            assertThat(resume.text()).isEqualTo("Java");
            assertThat(resume.companies()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TIMESTAMPTZ '2026-01-31 08:30:00+00'",
                "TIMESTAMP_NS '2026-01-31 08:30:00'",
                "TIMESTAMP_MS '2026-01-31 08:30:00'",
                "1769848200000",
                "1769848200::BIGINT",
                "1769848200.5::DOUBLE",
                "'2026-01-31T08:30:00Z'"
            })
    void shouldReadTimesOfEveryType(String time) {
        Path file = parquet("a.parquet", "SELECT 'r1' AS id, 'Java' AS skills, " + time + " AS submittedAt");

        assertThat(read(file).get(0))
                .isEqualTo(new ResumeRow(
                        new ResumeRow.Place(1, 0),
                        "r1",
                        "Java",
                        null,
                        null,
                        List.of(),
                        Instant.parse("2026-01-31T08:30:00Z"),
                        null));
    }

    @Test
    void shouldReadNulls() {
        Path file = parquet("a.parquet", """
                SELECT NULL::VARCHAR AS id, NULL::VARCHAR[] AS skills, 'Java' AS text, NULL::FLOAT AS years,
                NULL::VARCHAR AS companies, NULL::DATE AS submittedAt""");

        Row row = read(file).get(0);

        assertThat(row.id()).startsWith("row-");
        assertThat(row)
                .isEqualTo(new ResumeRow(
                        new ResumeRow.Place(1, 0),
                        String.valueOf(row.id()),
                        null,
                        "Java",
                        null,
                        List.of(),
                        null,
                        null));
    }

    @Test
    void shouldReadTextKeptAsBytesAndTellOfWhatIsNotUtf8() {
        Path file = parquet("a.parquet", """
                SELECT * FROM (VALUES ('r1', 'Java'::BLOB), ('r2', '\\xFF'::BLOB), ('r3', NULL)) t(id, skills)""");

        List<Row> rows = read(file);

        assertThat(Inputs.resume(rows.get(0)).skills()).isEqualTo("Java");
        assertThat(Inputs.problems(rows)).singleElement().asString().startsWith("row 2: skills is not valid UTF-8");
    }

    @Test
    void shouldKeepTheOrderOverManyRowGroups() {
        Path file = parquet("a.parquet", "SELECT i AS id, 'skill ' || i AS skills FROM range(100000) t(i)");

        try (RowSource source = RowSource.ofResumes(file, ColumnNames.AUTOMATIC)) {
            assertThat(source.totalRows()).isEqualTo(100_000);
            IntStream.range(0, 100_000)
                    .forEach(i -> assertThat(source.next().id()).isEqualTo(Integer.toString(i)));
            assertThat(source.hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's [new] *.parquet", "year=2026"})
    void shouldTakeAnyPathAsItIs(String name) {
        Path file = parquet("plain.parquet", "SELECT 'r1' AS id, 'Java' AS skills");
        Path moved = directory.resolve(name).resolve("x.parquet");

        try {
            Files.createDirectories(directory.resolve(name));
            Files.move(file, moved);
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        assertThat(Inputs.ids(read(moved))).containsExactly("r1");
    }

    @Test
    void shouldRefuseAColumnOfTheWrongType() {
        Path file = parquet("a.parquet", "SELECT 'r1' AS id, {'a': 1} AS skills");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "the column \"skills\" is of type STRUCT(a INTEGER), expected text or a list of text");
    }

    @Test
    void shouldNameTheColumnsFoundWhereNoneCanBeUsed() {
        Path file = parquet("a.parquet", "SELECT 'r1' AS id, 'x' AS profile");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("columns found: id, profile");
    }

    @Test
    void shouldRefuseATruncatedFile() throws IOException {
        Path file = parquet("a.parquet", "SELECT i AS id, 'skill ' || i AS skills FROM range(10000) t(i)");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not readable as Parquet");
    }

    @Test
    void shouldSayAfterWhichRowADamagedFileBreaksOff() throws IOException {
        Path file = parquet("a.parquet", "SELECT i AS id, md5(i::VARCHAR) AS skills FROM range(200000) t(i)");
        byte[] whole = Files.readAllBytes(file);
        Arrays.fill(whole, whole.length / 2, whole.length / 2 + 200_000, (byte) 0xFF);
        Files.write(file, whole);

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("(?s).*after row \\d{4,}: the file has 200000 rows, but the next can't be read.*");
    }

    @Test
    void shouldRefuseParquetFromAPipe() throws IOException {
        byte[] content = Files.readAllBytes(parquet("a.parquet", "SELECT 'Java' AS skills"));

        assertThatThrownBy(() -> Inputs.rows(content))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("only be read from a plain file");
    }

    private Path parquet(String name, String query) {
        Path file = directory.resolve(name);
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT PARQUET, ROW_GROUP_SIZE 10000)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return file;
    }

    private static List<Row> read(Path file) {
        List<Row> rows = new ArrayList<>();
        try (RowSource source = RowSource.ofResumes(file, ColumnNames.AUTOMATIC)) {
            source.forEachRemaining(rows::add);
        }
        return rows;
    }
}

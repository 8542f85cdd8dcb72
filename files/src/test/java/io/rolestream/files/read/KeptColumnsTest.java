package io.rolestream.files.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.columns.InputColumns;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptColumnsTest {
    private static final ColumnNames ALL = ColumnNames.AUTOMATIC.keepingAll();

    @Test
    void shouldKeepNothingUnlessAskedTo() {
        assertThat(Inputs.only("id,skills,other\n1,Java,x\n").columns()).isEqualTo(InputColumns.NONE);
    }

    @Test
    void shouldKeepTheCellsOfATableUnderDistinctNames() {
        try (RowSource source = source("id,skills,x,,\n1, Java ,n/a,2,3\n2,SQL\n")) {
            assertThat(source.columnNames()).containsExactly("id", "skills", "x", "column", "column_2");
            assertThat(source.next().columns().values().toString())
                    .isEqualTo("{id=\"1\", skills=\" Java \", x=\"n/a\", column=\"2\", column_2=\"3\"}");
            Row bad = source.next();
            assertThat(bad).isInstanceOf(BadRow.class);
            assertThat(bad.columns().values().toString()).isEqualTo("{id=\"2\", skills=\"SQL\"}");
        }
    }

    @Test
    void shouldKeepTheMembersOfObjects() {
        try (RowSource source = source("{\"id\":1,\"skills\":\"Java\",\"a\":{\"b\":[1,null]}}\n{broken\n")) {
            assertThat(source.columnNames()).containsExactly("id", "skills", "a");
            assertThat(source.next().columns().values().toString())
                    .isEqualTo("{id=1, skills=\"Java\", a={\"b\":[1,null]}}");
            assertThat(source.next().columns()).isEqualTo(InputColumns.NONE);
        }
    }

    @Test
    void shouldKeepNumbersAsTheyAreWritten() {
        String row = "{\"id\":1,\"skills\":\"Java\",\"a\":12345678901234567.89,\"b\":[1.10,NaN],\"c\":-Infinity}\n";
        try (RowSource source = source(row)) {
            assertThat(source.next().columns().values().toString())
                    .isEqualTo("{id=1, skills=\"Java\", a=12345678901234567.89, b=[1.10,null], c=null}");
        }
    }

    @Test
    void shouldKeepTheColumnsOfParquet(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("a.parquet");
        try (var database = DriverManager.getConnection("jdbc:duckdb:");
                var statement = database.createStatement()) {
            statement.execute("COPY (SELECT 7 AS id, 'Java' AS skills, 1.5::DOUBLE AS pay, DATE '2026-01-31' AS day,"
                    + " ['a'] AS tags, NULL::BOOLEAN AS remote) TO '" + file + "' (FORMAT parquet)");
        }
        try (RowSource source = RowSource.ofResumes(file, ALL)) {
            assertThat(source.columnNames()).isEqualTo(List.of("id", "skills", "pay", "day", "tags", "remote"));
            ResumeRow row = Inputs.resume(source.next());
            assertThat(row.resumeId()).isEqualTo("7");
            assertThat(row.columns().values().toString())
                    .isEqualTo("{id=7, skills=\"Java\", pay=1.5, day=\"2026-01-31\", tags=\"[a]\", remote=null}");
        }
    }

    private static RowSource source(String content) {
        return RowSource.ofResumes(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), "test", ALL);
    }
}

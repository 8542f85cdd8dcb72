package io.rolestream.files.read;

import static io.rolestream.files.read.Inputs.gzip;
import static io.rolestream.files.read.Inputs.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.JobColumns;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobInputTest {

    @Test
    void shouldReadEveryFieldOfJsonLines() {
        JobRow job = only("""
                {"jobId": "j-1", "title": " Data Engineer ", "skills": ["Spark", "SQL"], "description": "You\\nbuild.",\
                 "location": "Köln", "remote": true, "seniority": "senior", "openUntil": "2030-01-31T12:00:00Z",\
                 "postedAt": 1772625600000, "source": "ats", "salary": {"from": 1}}
                """);
        assertThat(job.jobId()).isEqualTo("j-1");
        assertThat(job.title()).isEqualTo("Data Engineer");
        assertThat(job.skills()).isEqualTo("Spark, SQL");
        assertThat(job.description()).isEqualTo("You\nbuild.");
        assertThat(job.location()).isEqualTo("Köln");
        assertThat(job.remote()).isTrue();
        assertThat(job.seniority()).isEqualTo("senior");
        assertThat(job.openUntil()).isEqualTo(Instant.parse("2030-01-31T12:00:00Z"));
        assertThat(job.postedAt()).isEqualTo(Instant.parse("2026-03-04T12:00:00Z"));
        assertThat(job.source()).isEqualTo("ats");
        assertThat(job.event().getJobId()).isEqualTo("j-1");
    }

    @Test
    void shouldTakeAnyNumberOfBlanksForNoValue() {
        String blanks = " ".repeat(200);
        JobRow job = only("jobId,title,skills,description\n%s,DBA,%s,%s\n".formatted(blanks, blanks, blanks));

        assertThat(job.jobId()).isNotBlank();
        assertThat(job.skills()).isNull();
        assertThat(job.description()).isNull();
        assertThat(Inputs.only("id,skills\n%s,java\n".formatted(blanks)).resumeId())
                .isNotBlank();
    }

    @Test
    void shouldReadPostingsInTheVocabularyOfSchemaOrg() {
        JobRow job = only("""
                {"@type": "JobPosting", "url": "https://example.org/7", "title": "DBA", "skills": ["sql"],\
                 "datePosted": "2026-03-01", "validThrough": "2030-01-01T00:00", "jobLocationType": "TELECOMMUTE",\
                 "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Bonn",\
                 "addressCountry": "DE"}}}
                """);
        assertThat(job.jobId()).isEqualTo("https://example.org/7");
        assertThat(job.location()).isEqualTo("Bonn, DE");
        assertThat(job.remote()).isTrue();
        assertThat(job.openUntil()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
    }

    @Test
    void shouldReadAnArrayGzipped() {
        byte[] json = "[{\"id\": 7, \"requirements\": \"sql\"}, {\"id\": 8, \"text\": \"You cook.\"}]"
                .getBytes(StandardCharsets.UTF_8);
        List<Row> rows = rows(gzip(json), JobColumns.AUTOMATIC);
        assertThat(rows).extracting(Row::id).containsExactly("7", "8");
        assertThat(((JobRow) rows.get(1)).description()).isEqualTo("You cook.");
    }

    @Test
    void shouldFindColumnsOfATableByTheirUsualNames() {
        JobRow job = only("""
                Job URL;Position;Tech Stack;Job Description;City;Remote Allowed;Level;Valid Through;Date Posted
                https://example.org/1;DBA;oracle;Tune it.;Bonn;no;Lead;2030-01-31;20260304
                """);
        assertThat(job.jobId()).isEqualTo("https://example.org/1");
        assertThat(job.title()).isEqualTo("DBA");
        assertThat(job.skills()).isEqualTo("oracle");
        assertThat(job.description()).isEqualTo("Tune it.");
        assertThat(job.location()).isEqualTo("Bonn");
        assertThat(job.remote()).isFalse();
        assertThat(job.seniority()).isEqualTo("Lead");
        assertThat(job.openUntil()).isEqualTo(Instant.parse("2030-01-31T00:00:00Z"));
        assertThat(job.postedAt()).isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
    }

    @Test
    void shouldTakeTheColumnsThatTheUserNames() {
        JobRow job = (JobRow) rows(
                        "no,what,needs,about\n4,Cook,knives,Soup\n".getBytes(StandardCharsets.UTF_8),
                        new JobColumns("no", "what", "needs", "about"))
                .get(0);
        assertThat(List.of(job.jobId(), job.title(), String.valueOf(job.skills()), String.valueOf(job.description())))
                .containsExactly("4", "Cook", "knives", "Soup");
    }

    @Test
    void shouldReadParquet(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("jobs.parquet");
        try (var database = DriverManager.getConnection("jdbc:duckdb:");
                var statement = database.createStatement()) {
            statement.execute("""
                    COPY (SELECT 12 AS id, 'DBA' AS title, ['sql', 'oracle'] AS skills, true AS remote,
                      TIMESTAMP '2030-01-31 12:00:00' AS openUntil, DATE '2026-03-04' AS datePosted)
                    TO '%s' (FORMAT parquet)""".formatted(file));
        }
        try (RowSource source = RowSource.ofJobs(file, JobColumns.AUTOMATIC)) {
            JobRow job = (JobRow) source.next();
            assertThat(job.jobId()).isEqualTo("12");
            assertThat(job.skills()).isEqualTo("sql, oracle");
            assertThat(job.remote()).isTrue();
            assertThat(job.openUntil()).isEqualTo(Instant.parse("2030-01-31T12:00:00Z"));
            assertThat(job.postedAt()).isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
        }
    }

    @Test
    void shouldMakeAnIdOfTheContentWhereThereIsNone() {
        List<Row> rows = rows("title,skills\nDBA,sql\nDBA,oracle\nDBA,sql\nsql,DBA\n");
        assertThat(rows.get(0).id()).matches("job-[0-9a-f]{16}");
        assertThat(rows.get(2).id()).isEqualTo(rows.get(0).id());
        assertThat(Set.of(
                        rows.get(0).id() + "",
                        rows.get(1).id() + "",
                        rows.get(3).id() + ""))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "Yes", "1", "Remote", "fully-remote", "TELECOMMUTE"})
    void shouldKnowRemoteWork(String written) {
        assertThat(only("skills,remote\nsql," + written + "\n").remote()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "NO", "0", "Hybrid", "on-site", "On Site"})
    void shouldKnowWorkThatIsNotRemote(String written) {
        assertThat(only("skills,remote\nsql," + written + "\n").remote()).isFalse();
    }

    @Test
    void shouldSayWhatIsWrongWithARow() {
        List<Row> rows = rows("""
                {"id": "a", "skills": "sql", "remote": "sometimes"}
                {"id": "b", "skills": "sql", "openUntil": "soon"}
                {"id": "c", "skills": {"must": "sql"}}
                {"id": "d", "skills": "sql", "title": ["DBA"]}
                {"id": "e", "skills": "half \\ud83d"}
                nonsense
                {"id": "g", "skills": "sql"}
                """);
        assertThat(problems(rows).stream().map(problem -> problem.replaceAll("(nonsense').*", "$1")))
                .containsExactly(
                        "line 1: remote is \"sometimes\", expected true or false",
                        "line 2: openUntil is \"soon\", expected a time such as 2026-01-31T08:30:00Z, a date, or"
                                + " milliseconds since 1970",
                        "line 3: \"skills\" is an object, expected a string or a list of strings",
                        "line 4: \"title\" is a list, expected a string",
                        "line 5: an escaped character is half a surrogate pair",
                        "line 6: not valid JSON: Unrecognized token 'nonsense'");
        assertThat(rows.get(0).id()).isEqualTo("a");
        assertThat(rows.get(6)).isInstanceOf(JobRow.class);
    }

    @Test
    void shouldLeaveOutTimesThatCannotBe() {
        JobRow job = only("""
                {"skills": "sql", "openUntil": "9999-12-31", "postedAt": "2099-01-01"}
                """);
        assertThat(job.openUntil()).isNull();
        assertThat(job.postedAt()).isNull();
    }

    @Test
    void shouldRefuseAFileWithoutSkillsAndDescription() {
        assertThatThrownBy(() -> rows("id,title\n1,DBA\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no column for skills or description; columns found: id, title");
        assertThatThrownBy(() -> rows(
                        "id,skills\n1,sql\n".getBytes(StandardCharsets.UTF_8),
                        new JobColumns(null, null, "skils", null)))
                .hasMessageContaining("no column \"skils\"; did you mean \"skills\"?");
    }

    @Test
    void shouldRefuseOneColumnForTwoFields() {
        assertThatThrownBy(() -> new JobColumns("a", null, null, "a")).hasMessageContaining("two fields");
        assertThatThrownBy(() -> new JobColumns(" ", null, null, null)).hasMessageContaining("blank");
    }

    private static JobRow only(String content) {
        List<Row> rows = rows(content);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).isInstanceOf(JobRow.class);
        return (JobRow) rows.get(0);
    }

    private static List<Row> rows(String content) {
        return rows(content.getBytes(StandardCharsets.UTF_8), JobColumns.AUTOMATIC);
    }

    private static List<Row> rows(byte[] content, JobColumns columns) {
        try (RowSource source = RowSource.ofJobs(new ByteArrayInputStream(content), "test", columns)) {
            List<Row> rows = new ArrayList<>();
            source.forEachRemaining(rows::add);
            return rows;
        }
    }
}

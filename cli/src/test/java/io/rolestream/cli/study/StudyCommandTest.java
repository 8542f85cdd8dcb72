package io.rolestream.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.trainer.study.StudyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
    /** The columns of the study's file, with mojibake and missing values. */
    private static final String SHAPE = """
            SELECT i AS "Unnamed: 0", 'Resume Text: ...' AS resume, 'Ann ' || i AS name, 'ann@example.org' AS contact,
            CASE i %% 4 WHEN 0 THEN 'Java, Javaâ€™s Spring' WHEN 1 THEN 'C#, SQL' WHEN 2 THEN 'scrum, jira' END AS skills,
            NULLIF('[''Acme'']', '[' || i) AS companies, i || ' years' AS total_years FROM range(%d) t(i)""";

    private final Path directory;

    StudyCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private String parquet(String query) throws SQLException {
        Path file = directory.resolve("resumes.parquet");
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file.toString();
    }

    @Test
    void shouldRepeatTheStudyOnAFileOfItsShape() throws Exception {
        String base = TinyModel.write(directory.resolve("base"), 1).path().toString();
        Path out = directory.resolve("out");

        Result result = Cli.run(
                "study",
                parquet(SHAPE.formatted(40)),
                "--base",
                base,
                "--zero-shot",
                base,
                "--prompted",
                directory.resolve("missing").toString(),
                "--out",
                out.toString(),
                "-s",
                "train.base=" + base);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains(
                        "40 resumes, 32 to train and 8 to test on",
                        "10 without skills",
                        "  fine-tuned     ",
                        base + ": ",
                        "is no entailment model",
                        "missing\" is neither a directory nor the name of a model on a hub")
                .doesNotContain("Ann ", "example.org");
        List<String> predictions = Files.readAllLines(out.resolve(StudyFiles.PREDICTIONS));
        assertThat(predictions).hasSize(40).allMatch(line -> line.startsWith("{\"row\":"));
        assertThat(out.resolve("test.html")).content().contains("<table>", "fine-tuned");
    }

    @Test
    void shouldTakeSkillsAsLists() throws Exception {
        Result result = Cli.run(
                "study", parquet("SELECT ['Java', 'SQL'] AS skills FROM range(10)"), "-s", "train.base=compact");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("Software Engineer              10      8      2", "training examples have the label");
    }

    @Test
    void shouldSayWhichColumnIsMissing() throws SQLException {
        Result result = Cli.run("study", parquet("SELECT 1 AS \"Unnamed: 0\", 'x' AS resume"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains("no column for skills; columns found: Unnamed: 0, resume; name it with --skills-column");
    }

    @Test
    void shouldRefuseASingleResume() throws IOException {
        Path file = Files.writeString(directory.resolve("one.csv"), "skills\njava\n");

        Result result = Cli.run("study", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("one.csv: the study needs at least 2 resumes, to train and to test on");
    }
}

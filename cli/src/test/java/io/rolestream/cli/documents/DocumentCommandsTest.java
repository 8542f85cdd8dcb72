package io.rolestream.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read a folder of documents. */
class DocumentCommandsTest {
    private final ObjectMapper json = new ObjectMapper();

    private final Path directory;
    private final Path folder;
    private final Path out;

    DocumentCommandsTest(@TempDir Path directory) {
        this.directory = directory;
        this.folder = directory.resolve("cvs");
        this.out = directory.resolve("out.jsonl");
    }

    @BeforeEach
    void writeDocuments() throws IOException {
        Files.createDirectories(folder.resolve("old"));
        Files.writeString(
                folder.resolve("jane.rtf"),
                "{\\rtf1\\ansi Jane Doe\\par Skills\\par Airflow, Spark, Snowflake, ETL\\par Education\\par None}");
        Files.writeString(
                folder.resolve("old/eve.html"),
                "<html><body><h1>Eve</h1><p>Frontend developer in React, CSS, HTML and JavaScript</body></html>");
        Files.write(folder.resolve("scan.png"), HexFormat.of().parseHex("89504E470D0A1A0A"));
        Files.writeString(folder.resolve("cut.rtf"), "{\\rtf1\\ansi Jane");
    }

    @Test
    void shouldLabelAFolder() throws IOException {
        Result result = Cli.run("label", folder.toString(), "-o", out.toString());

        List<JsonNode> labels = Files.readAllLines(out).stream().map(this::read).toList();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(labels)
                .map(label -> label.get("resumeId").asText())
                .containsExactly("cut.rtf", "jane.rtf", "old/eve.html", "scan.png");
        assertThat(labels)
                .map(label -> label.get("role").asText(null))
                .containsExactly(null, "Data Engineer", "JavaScript Developer", null);
        assertThat(result.err()).contains("cvs: cut.rtf: is cut short: its last RTF group is not closed");
    }

    @Test
    void shouldRecommendJobsForAFolder() throws IOException {
        Path jobs = directory.resolve("jobs.csv");
        Files.writeString(jobs, """
                jobId,title,skills,description
                data,Data engineer,"Spark, Airflow, Snowflake",Builds pipelines
                web,Frontend developer,"React, CSS, JavaScript",Builds pages
                """);

        Result result = Cli.run(
                "recommend",
                "--resumes",
                folder.toString(),
                "--jobs",
                jobs.toString(),
                "-k",
                "1",
                "-o",
                out.toString());

        List<JsonNode> lists = Files.readAllLines(out).stream().map(this::read).toList();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(lists)
                .map(list -> list.get("resumeId").asText())
                .containsExactly("cut.rtf", "jane.rtf", "old/eve.html", "scan.png");
        assertThat(lists).map(list -> list.at("/jobs/0/jobId").asText()).containsExactly("", "data", "web", "");
    }

    @Test
    void shouldEvaluateAFolder() {
        Result result = Cli.run("evaluate", folder.toString(), "--labellers", "rules:default,rules:notebook");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("Scores on 2 texts of cvs", "2 rows could not be read and were skipped.");
    }

    private JsonNode read(String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.rolestream.cli.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code recommend} on small files. */
class RecommendCommandTest {
    private final Path directory;
    private final Path resumes;
    private final Path jobs;

    RecommendCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.resumes = directory.resolve("resumes.csv");
        this.jobs = directory.resolve("jobs.jsonl");
    }

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(resumes, "resumeId,skills\nr1,\"Kubernetes, Terraform, AWS\"\n");
        Files.writeString(jobs, """
            {"jobId": "cloud", "title": "Cloud Engineer", "skills": "Kubernetes, Terraform, AWS, Helm"}
            {"jobId": "books", "title": "Accountant", "skills": "Accounting, AWS"}
            """);
    }

    private Result recommend(String... more) {
        String[] arguments = new String[more.length + 5];
        arguments[0] = "recommend";
        arguments[1] = "--resumes";
        arguments[2] = resumes.toString();
        arguments[3] = "--jobs";
        arguments[4] = jobs.toString();
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Cli.run(arguments);
    }

    @Test
    void shouldWriteRankedJobsToAFile() throws IOException {
        Path out = directory.resolve("out.jsonl");

        Result result = recommend("--top", "1", "-o", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(out))
                .startsWith("{\"resumeId\":\"r1\",\"jobs\":[{\"jobId\":\"cloud\",")
                .doesNotContain("books");
        assertThat(result.err()).contains("2 jobs ranked for 1 resume");
    }

    @Test
    void shouldJudgeRolesWithAModel() throws IOException {
        Path model = directory.resolve("tiny");
        TinyModel.preferring(model, "Data Engineer");
        Path out = directory.resolve("out.jsonl");

        Result result = recommend("--model", model.toString(), "-o", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(out)).contains("\"role\":\"Data Engineer\"");
    }

    @Test
    void shouldJudgeTheRolesThatTheModelCarries() throws IOException {
        Path model = directory.resolve("own");
        TinyModel.write(model, List.of("Gardener", "Rest"), 1, "Rest");
        Files.writeString(
                model.resolve("taxonomy.json"),
                "{\"fallback\": \"Rest\", \"roles\": {\"Gardener\": \"Grows plants.\", \"Rest\": \"Any other.\"}}");
        Files.writeString(
                model.resolve("trained-rules.txt"),
                "name: mine\nmatching: phrases\nroles: {Gardener: {kubernetes: 30}}\n");
        Path out = directory.resolve("out.jsonl");

        Result result = recommend("--model", model.toString(), "-o", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("using the model's rules, ");
        assertThat(Files.readString(out)).contains("\"role\":\"Gardener\"");
    }

    /** White space counts for a tokenizer, so the text must be the same to the character. */
    @Test
    void shouldJudgeTheRolesThatLabelJudges() throws IOException {
        Path model = directory.resolve("tiny");
        TinyModel.write(model, 7);
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 20; i++) {
            String word = "%c%c".formatted('a' + i, 'z' - i).repeat(i);
            rows.append("{\"resumeId\": \"r%d\", \"text\": \"%s  %s\\t%d,%s\\n\\n %s\"}%n"
                    .formatted(i, word, word, i * i, " ".repeat(i % 4), word));
        }
        Path texts = Files.writeString(directory.resolve("texts.jsonl"), rows);
        Files.writeString(jobs, "{\"jobId\": \"j\", \"title\": \"Gardener\", \"skills\": \"carrots\"}\n");
        Path labels = directory.resolve("labels.jsonl");
        Path ranked = directory.resolve("ranked.jsonl");

        Cli.run(
                "label",
                texts.toString(),
                "--model",
                model.toString(),
                "--out",
                labels.toString(),
                "-s",
                "model.precision=fp32");
        Result result = Cli.run(
                "recommend",
                "--resumes",
                texts.toString(),
                "--jobs",
                jobs.toString(),
                "--direction",
                "resumes",
                "--top",
                "20",
                "--model",
                model.toString(),
                "-o",
                ranked.toString(),
                "-s",
                "model.precision=fp32");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        Map<String, String> judged = new TreeMap<>();
        new ObjectMapper()
                .readTree(ranked.toFile())
                .path("resumes")
                .forEach(resume -> judged.put(
                        resume.path("resumeId").asText(), resume.path("role").asText()));
        Map<String, String> labelled = new TreeMap<>();
        for (String line : Files.readAllLines(labels)) {
            JsonNode label = new ObjectMapper().readTree(line);
            labelled.put(label.path("resumeId").asText(), label.path("role").asText());
        }
        assertThat(judged).isEqualTo(labelled).hasSize(20);
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(Cli.run("recommend", "--jobs", jobs.toString()))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE))
                .satisfies(result -> assertThat(result.err()).contains("name both files"));
        assertThat(recommend("--top", "0").err()).contains("--top must be from 1 to 10000, not 0");
        Result noModel = recommend("--embedder", directory.toString());
        assertThat(noModel.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(noModel.err()).contains(directory.toString()).doesNotContain("\tat ");
        Result noFile = recommend("-o", directory.toString());
        assertThat(noFile.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(noFile.err()).contains("is a directory");
    }

    @Test
    void shouldSayByWhichWayAJobCameAndMarkTheDescription() throws IOException {
        Path descriptions = Files.writeString(
                directory.resolve("descriptions.jsonl"),
                "{\"resumeId\": \"r1\", \"description\": \"Accounting\", \"generator\": \"writer@1\", \"seed\": 7}\n");

        Path out = directory.resolve("out.jsonl");
        Result result =
                recommend("--descriptions", descriptions.toString(), "--description-limit", "1", "-o", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        JsonNode line = new ObjectMapper().readTree(Files.readString(out));
        assertThat(line.at("/jobs/0/origin/way").asText()).isEqualTo("resume");
        assertThat(line.at("/jobs/1/origin/descriptionRank").asInt()).isEqualTo(1);
        assertThat(line.at("/generatedDescription/mark").asText()).contains("writer@1, seed 7; not a real job");
    }

    @Test
    void shouldSayWhichOptionsOfDescriptionsDoNotFit() {
        assertThat(recommend("--generator", "a", "--descriptions", "b").err())
                .contains("name one of --generator and --descriptions");
        assertThat(recommend("--generator", "a", "--direction", "resumes").err())
                .contains("use --direction jobs");
        assertThat(recommend("--descriptions", "b", "--description-limit", "0").err())
                .contains("a description brings at least 1 posting");
        assertThat(recommend("--generator", directory.resolve("none").toString())
                        .exitCode())
                .isEqualTo(ExitCode.FAILED);
    }
}

package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code label} with everything in its own process. */
class LocalLabelTest {
    private static final List<String> TRICKY = List.of(
            "Social work, associate manager",
            "JavaScript",
            "CAPITAL markets",
            "Scrum Master, product owner",
            "business analysis",
            "Agile",
            "ASP.NET MVC",
            "network analysis",
            "PostgreSQL",
            "typescript only",
            "Sparkling water",
            "metlife",
            "ci / cd",
            "CI/CD",
            "İSTANBUL SOC",
            "cooking",
            "full  stack",
            "data engineering",
            "forensics; .NET",
            "Vue",
            "gcp\tdocker",
            "C + +",
            "c++");

    private final ObjectMapper json = new ObjectMapper();
    private final Path directory;
    private final Path out;

    LocalLabelTest(@TempDir Path directory) {
        this.directory = directory;
        this.out = directory.resolve("labels.jsonl");
    }

    @Test
    @Tag("full")
    void shouldRepeatTheStudyExactlyWithItsRules() throws IOException {
        List<String> texts = texts();
        List<String> rows = new ArrayList<>();
        for (String text : texts) {
            rows.add(json.writeValueAsString(Map.of("id", "r" + rows.size(), "skills", text)));
        }
        Path file = Files.write(directory.resolve("resumes.jsonl"), rows);

        Result result = Cli.run("label", file.toString(), "--rules", "notebook", "--out", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Labelled.in(out).all("role"))
                .isEqualTo(texts.stream().map(StudyRules::role).toList());
    }

    @Test
    @Tag("full")
    void shouldGiveUncertainLabelsTheFallbackRole() throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.csv"),
                "id,skills\nweak,React\nclear,\"Oracle, PL/SQL, stored procedures, T-SQL\"\n");
        String[] command = {"label", file.toString(), "--rules", "default", "--out", out.toString()};

        assertThat(Cli.run(command).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(Labelled.in(out).all("role")).containsExactly("JavaScript Developer", "Database Developer");

        List<String> careful = new ArrayList<>(List.of(command));
        careful.addAll(List.of("-s", "label.min.confidence=0.6"));
        assertThat(Cli.run(careful.toArray(String[]::new)).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(Labelled.in(out).all("role")).containsExactly("Other", "Database Developer");
        assertThat(Files.readAllLines(out).get(0)).contains("\"rule\":{\"role\":\"JavaScript Developer\"");

        List<String> never = new ArrayList<>(List.of(command));
        never.addAll(List.of("-s", "label.uncertain=review"));
        assertThat(Cli.run(never.toArray(String[]::new)).err())
                .contains("does nothing while label.min.confidence is 0");

        careful.addAll(List.of("-s", "label.uncertain=maybe"));
        assertThat(Cli.run(careful.toArray(String[]::new)).err())
                .contains("label.uncertain")
                .contains("`review`");
    }

    @Test
    void shouldNameTheLineOfAWrongRuleFileBeforeItStartsAnything() throws IOException {
        Path rules = Files.writeString(directory.resolve("my.yml"), """
                name: mine
                matching: phrases
                keywords:
                  - java: {Sofware Engineer: 1}
                """);
        Path file = Files.writeString(directory.resolve("a.csv"), "skills\nJava\n");

        Result result = Cli.run("label", file.toString(), "--rules", rules.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("rolestream: " + rules + ":");
    }

    @Test
    void shouldTakeRulesForItselfWhereOnlyTheSettingsNameACluster() throws IOException {
        Path config = Files.writeString(directory.resolve("cluster.properties"), "bootstrap.servers=127.0.0.1:1\n");
        Path file = Files.writeString(directory.resolve("a.csv"), "skills\nJava\n");
        String rules = directory.resolve("none.yml").toString();

        Result result = Cli.run("label", file.toString(), "--config", config.toString(), "--rules", rules);

        assertThat(result.err()).startsWith("rolestream: " + rules + ": no such file");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        Result result = Cli.run("label", directory.resolve("none.csv").toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("none.csv: no such file");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        Path file = Files.createFile(directory.resolve("empty.csv"));

        Result result = Cli.run("label", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("empty.csv: it is empty");
    }

    /** Resumes as people write them, tricky ones, and short ones made of the rules' own letters. */
    private static List<String> texts() {
        ResumeGenerator generator = new ResumeGenerator(11, GeneratorOptions.DEFAULT);
        Random random = new Random(11);
        Stream<String> generated = LongStream.rangeClosed(1, 1_500)
                .mapToObj(generator::resume)
                .map(resume -> Objects.requireNonNullElse(resume.skills(), ""));
        Stream<String> mixed = Stream.generate(() -> fragment(random)).limit(1_500);
        return Stream.of(TRICKY.stream(), generated, mixed)
                .flatMap(part -> part)
                .filter(text -> !text.isBlank())
                .toList();
    }

    private static String fragment(Random random) {
        List<String> pieces = List.of(
                "so", "c", "si", "em", "java", "script", "re", "act", ".", "net", " ", ",", "a", "pi", "ag", "ile",
                "sql", "no", "etl", "sp", "ark", "dock", "er", "js", "node", "express", "c#", "+", "cook", "plan");
        return random.ints(1 + random.nextInt(5), 0, pieces.size())
                .mapToObj(pieces::get)
                .reduce("", String::concat);
    }
}

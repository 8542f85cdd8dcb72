package io.rolestream.files.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.comparison.FileComparison.InputFile;
import io.rolestream.files.comparison.FileComparison.Request;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.documents.ResumeReading;
import io.rolestream.files.write.OutputException;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.labellers.comparison.RunListener;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.resume.JudgedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real rules on real files. */
class FileComparisonTest {
    private static final String CSV = """
            id,skills,job
            1,"java, python",Software Engineer
            2,"airflow, spark, etl",Data Engineer
            3,"kitchen, service",Other
            4,"siem, forensics",
            5,,Other
            6,"jenkins, ansible",DevOps Engineer
            """;

    private final Path directory;
    private Path report;
    private ResumeReading reading = ResumeReading.STANDARD;
    private final List<String> messages = new ArrayList<>();

    FileComparisonTest(@TempDir Path directory) {
        this.directory = directory;
        this.report = directory.resolve("report");
    }

    @Test
    void shouldSkipAndCountRowsWithoutRoleOrText() throws Exception {
        Comparison comparison = compare(file("a.csv", CSV, "job"), null, "rules", "rules:notebook");

        assertThat(comparison.texts().size()).isEqualTo(4);
        assertThat(comparison.texts().remarks())
                .containsExactly("1 row could not be read and was skipped.", "1 row without a role was skipped.");
        assertThat(messages.get(0)).isEqualTo("a.csv: line 6: The resume has neither skills nor text");
    }

    @Test
    void shouldWriteEveryAnswerSoThatFiguresCanBeRecomputed() throws Exception {
        Comparison comparison = compare(file("a.csv", CSV, "job"), null, "rules", "rules:notebook");

        List<JsonNode> lines = predictions();
        assertThat(lines).hasSize(8);
        for (ComparedLabeller labeller : comparison.compared()) {
            Map<Boolean, Long> right = lines.stream()
                    .filter(line -> line.path("labeller").asText().equals(labeller.name()))
                    .collect(Collectors.partitioningBy(
                            line -> line.path("role").equals(line.path("truth")), Collectors.counting()));
            assertThat(Objects.requireNonNull(labeller.scores()).accuracy().value())
                    .isEqualTo(right.getOrDefault(true, 0L) / 4.0);
        }
        assertThat(lines.get(0).path("row").asInt()).isEqualTo(1);
        assertThat(lines.get(0).path("id").asText()).isEqualTo("1");
        assertThat(lines.get(2).path("abstained").asBoolean()).isTrue();
        assertThat(report).isDirectoryContaining(path -> path.endsWith("report.html"));
        assertThat(Files.readString(report.resolve("report.csv")).lines()).hasSize(4);
        assertThat(new ObjectMapper()
                        .readTree(report.resolve("report.json").toFile())
                        .path("texts")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void shouldListUnknownRolesWithTheirLines() throws IOException {
        InputFile file = file("a.csv", """
                id,skills,job
                1,java,Software Enginer
                2,spark,Data Engineer
                3,sql,Wizard
                4,sql,Wizard
                """, "job");

        assertThatThrownBy(() -> compare(file, null, "rules"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.csv: the taxonomy has no such roles (2 names):")
                .hasMessageContaining("line 2: \"Software Enginer\"; did you mean \"Software Engineer\"?")
                .hasMessageContaining("line 4: \"Wizard\", on 2 rows in all")
                .hasMessageContaining("--taxonomy");
        assertThat(report).doesNotExist();
    }

    @Test
    void shouldRefuseAColumnThatDoesNotExist() throws IOException {
        InputFile file = file("a.csv", CSV, "joob");

        assertThatThrownBy(() -> compare(file, null, "rules"))
                .hasMessageContaining("no column \"joob\"; did you mean \"job\"?");
    }

    @Test
    void shouldRefuseAFileWithoutLabels() throws IOException {
        InputFile file = file("a.csv", "id,skills,job\n1,java,\n", "job");

        assertThatThrownBy(() -> compare(file, null, "rules"))
                .hasMessageContaining("a.csv: no row has a text and a role in the column \"job\"");
    }

    @Test
    void shouldRefuseAnUnknownKindBeforeAnythingRuns() throws IOException {
        InputFile file = file("a.csv", CSV, "job");

        assertThatThrownBy(() -> compare(file, null, "rules", "modle:x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean \"model\"?");
    }

    /** The two files have the Software Engineer in common, whatever its white space. */
    @Test
    void shouldNeverLearnFromATextThatIsComparedOn() throws Exception {
        InputFile training = file("t.csv", """
                id,skills,job
                9,"java,  python",Other
                8,"tableau",Data Engineer
                7,"rust, perl",Data Engineer
                """, "job");

        Comparison comparison = compare(file("a.csv", CSV, "job"), training, "majority");

        assertThat(comparison.texts().remarks())
                .last()
                .isEqualTo("2 texts of t.csv to learn from; without 1 that is in a.csv too.");
        assertThat(predictions()).allMatch(line -> line.path("role").asText().equals("Data Engineer"));
        InputFile same = file("same.csv", CSV, "job");
        assertThatThrownBy(() -> compare(file("a.csv", CSV, "job"), same, "majority"))
                .hasMessageContaining("all of them are in a.csv too");
    }

    /** A labeller is surest of the texts that it learnt, so these say nothing about how sure it is of others. */
    @Test
    void shouldNeverTuneOnATextThatIsComparedOnOrLearnt() throws Exception {
        InputFile training = file("t.csv", "id,skills,job\n8,tableau,Data Engineer\n", "job");
        InputFile tuning = file("u.csv", """
                id,skills,job
                9,"java, python",Software Engineer
                8,tableau,Data Engineer
                7,"rust, perl",Data Engineer
                """, "job");

        Comparison comparison = compare(file("a.csv", CSV, "job"), training, tuning, "majority");

        assertThat(comparison.texts().remarks())
                .contains(
                        "1 text of u.csv to tune on (2000 at most are used); without 1 that is in a.csv too, and 1 that is"
                                + " in t.csv too.",
                        "These are too few right roles to tune on; no labeller is tuned.");
        assertThatThrownBy(() -> compare(file("a.csv", CSV, "job"), training, training, "majority"))
                .hasMessageContaining("t.csv: there is no text to tune on")
                .hasMessageContaining("all of them are in a.csv or t.csv too");
    }

    @Test
    void shouldReportALabellerThatCannotBeOpened() throws Exception {
        Comparison comparison = compare(file("a.csv", CSV, "job"), null, "rules", "model:/no/such/model", "majority");

        assertThat(comparison.problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("model:model", "no such"),
                        problem -> assertThat(problem).contains("majority", "learn"));
        assertThat(Files.readString(report.resolve("report.csv"))).contains("no such");
    }

    @Test
    void shouldEscapeWhatStrangersWrote() throws Exception {
        InputFile file = file("=a.csv", """
                id,skills,job
                "=cmd|' /C calc'!A0",java,Software Engineer
                "<script>alert(1)</script>",spark,Data Engineer
                """, "job");
        String rules = directory.resolve("=rules<b>.yml").toString();
        Files.writeString(
                Path.of(rules), RuleSet.load("default", Taxonomy.standard()).toYaml());

        compare(file, null, "rules:" + rules);

        assertThat(Files.readString(report.resolve("report.html"))).doesNotContain("<script", "<b>");
        assertThat(predictions().get(1).path("id").asText()).isEqualTo("<script>alert(1)</script>");
    }

    @Test
    void shouldReplaceTheReportOfAnEarlierComparison() throws Exception {
        compare(file("a.csv", CSV, "job"), null, "rules");
        compare(file("a.csv", CSV, null), null, "rules", "rules:notebook");

        assertThat(predictions())
                .hasSize(10)
                .allMatch(line -> line.path("truth").isNull());
        try (var files = Files.list(report)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void shouldRefuseAFileAsTheDirectory() throws IOException {
        Files.writeString(report, "mine");
        InputFile file = file("a.csv", CSV, "job");

        assertThatThrownBy(() -> compare(file, null, "rules"))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("is a file");
        assertThat(report).hasContent("mine");
    }

    @Test
    void shouldJudgeThePartOfTheResumeThatIsChosen() throws Exception {
        InputFile file = file("a.csv", """
                id,skills,text,job
                1,"java, spring, hibernate","Incident response, SIEM and forensics in a SOC",SOC Analyst
                """, "job");

        compare(file, null, "rules");
        assertThat(predictions().get(0).path("role").asText()).isEqualTo("Software Engineer");

        reading = new ResumeReading(DocumentLimits.STANDARD, JudgedPart.TEXT, 1000);
        report = directory.resolve("of-text");
        compare(file, null, "rules");
        assertThat(predictions().get(0).path("role").asText()).isEqualTo("SOC Analyst");
    }

    @Test
    void shouldKeepToTheLimitsOfDocumentsAndTexts() throws IOException {
        reading = new ResumeReading(
                new DocumentLimits(10, 1000, 10, 1, Duration.ofSeconds(20), 64), JudgedPart.SKILLS, 5);
        InputFile document = new InputFile(
                Files.writeString(directory.resolve("jane.txt"), "Jane Doe\nJava developer"), ColumnNames.AUTOMATIC);
        assertThatThrownBy(() -> compare(document, null, "rules")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> compare(file("b.csv", "id,skills\n1,kubernetes\n", null), null, "rules"))
                .isInstanceOf(InputException.class);
        assertThat(messages)
                .anyMatch(message -> message.contains("larger than 10 bytes (documents.max.bytes)"))
                .anyMatch(message -> message.contains("b.csv: line 2") && message.contains("skills field"));
    }

    private List<JsonNode> predictions() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(report.resolve("predictions.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private InputFile file(String name, String content, @Nullable String role) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content);
        return new InputFile(file, new ColumnNames(null, null, null, role));
    }

    private Comparison compare(InputFile texts, @Nullable InputFile training, String... labellers)
            throws InterruptedException {
        return compare(texts, training, null, labellers);
    }

    private Comparison compare(
            InputFile texts, @Nullable InputFile training, @Nullable InputFile tuning, String... labellers)
            throws InterruptedException {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        Request request = new Request(
                List.of(labellers), LabellerOptions.defaults(), texts, training, tuning, false, reading, rules, report);
        return FileComparison.read(request, messages::add).run(new RunListener() {}, () -> false);
    }
}

package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --once --data}: from files, with a base so small that it learns next to nothing. */
class TrainOnceTest {
    private static final int RESUMES = 260;
    private static final int AFTER_SIGINT = 130;
    private static final Pattern STEP = Pattern.compile("step (\\d+) of");

    private final Path directory;
    private final Path data;
    private final Path out;
    private final List<SampleResume> resumes = new ResumeGenerator(1, GeneratorOptions.DEFAULT)
            .stream().limit(RESUMES).toList();

    TrainOnceTest(@TempDir Path directory) {
        this.directory = directory;
        this.data = directory.resolve("resumes.jsonl");
        this.out = directory.resolve("my-model");
    }

    @BeforeEach
    void writeFiles() throws IOException {
        TinyModel.write(directory.resolve("base"), Taxonomy.standard().names(), 1, null);
        ObjectMapper json = new ObjectMapper();
        StringBuilder lines = new StringBuilder();
        for (SampleResume resume : resumes) {
            lines.append(json.createObjectNode()
                            .put("resumeId", resume.resumeId())
                            .put("skills", resume.skills())
                            .put("text", resume.text()))
                    .append('\n');
        }
        Files.writeString(data, lines);
    }

    private String[] command(int epochs, String... more) {
        List<String> command = new ArrayList<>(List.of("train", "--once", "--data", data.toString()));
        command.addAll(List.of("--out", out.toString(), "--seed", "3"));
        command.addAll(List.of("--base", directory.resolve("base").toString()));
        command.addAll(List.of("-s", "recipe.epochs=" + epochs, "-s", "recipe.adapting.epochs=0"));
        command.addAll(List.of("-s", "recipe.max.tokens=32"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    @Test
    void shouldTrainAModelThatLabels() throws IOException {
        Result result = Cli.run(command(1));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err())
                .contains(RESUMES + " resumes with ", "0 of them answered", "fine-tuning on", "judging");
        assertThat(result.out())
                .contains("Promotion gate", ": failed", "wrote " + out)
                .doesNotContain("The answers");
        assertThat(out)
                .isDirectoryContaining("glob:**/model.safetensors")
                .isDirectoryContaining("glob:**/manifest.json")
                .isDirectoryContaining("glob:**/evaluation.json")
                .isDirectoryContaining("glob:**/README.md");
        assertThat(directory.resolve("my-model.work")).doesNotExist();

        Path labels = directory.resolve("labels.jsonl");
        Result labelled = Cli.run("label", data.toString(), "--model", out.toString(), "--out", labels.toString());

        assertThat(labelled.exitCode()).as(labelled.err()).isEqualTo(ExitCode.DONE);
        List<JsonNode> lines = Labelled.in(labels).lines();
        assertThat(lines).hasSize(RESUMES);
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line.at("/model/version").asText()).isEqualTo("my-model"));

        Result again = Cli.run(command(1));
        assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("--out: " + out + " already exists and is not empty");
    }

    @Test
    void shouldTrainFromFilesWhereOnlyTheSettingsNameACluster() throws IOException {
        Path config = Files.writeString(directory.resolve("cluster.properties"), "bootstrap.servers=127.0.0.1:1\n");
        String none = directory.resolve("none.jsonl").toString();

        Result result =
                Cli.run("train", "--once", "--data", none, "--out", out.toString(), "--config", config.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("none.jsonl: no such file");
    }

    @Test
    void shouldLearnThePartThatIsJudged() throws IOException {
        Files.writeString(data, """
                {"resumeId": "a", "skills": "Java", "text": "I write services"}
                {"resumeId": "b", "skills": "Java", "text": "I cook"}
                """);

        assertThat(Cli.run(command(1)).err()).contains("2 resumes with 1 distinct text,");
        assertThat(Cli.run(command(1, "-s", "resumes.judged=text")).err()).contains("2 resumes with 2 distinct texts,");
    }

    @Test
    @Tag("full")
    void shouldJudgeByAnswers() throws IOException {
        Files.createDirectory(out);
        Path answers = answers("resumeId,role,selection\n"
                + resumes.stream()
                        .map(resume -> resume.resumeId() + "," + resume.trueRole() + ",random\n")
                        .collect(Collectors.joining()));

        Result result = Cli.run(command(1, "--answers", answers.toString()));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains(RESUMES + " of them answered", "answers changed");
        assertThat(result.out())
                .contains("texts drawn at random, labelled by people")
                .contains("The answers are in this model only.", "rolestream review --answers " + answers);
    }

    private Path answers(String content) throws IOException {
        return Files.writeString(directory.resolve("answers.csv"), content);
    }

    @Test
    void shouldRefuseAFileWithABadAnswer() throws IOException {
        Path answers = answers("resumeId,role\ngen-1-1,Data Engineer\ngen-1-2,Dta Engineer\n");

        assertFailed(
                answers + ": line 3: \"Dta Engineer\" is not a role; did you mean \"Data Engineer\"?",
                command(1, "--answers", answers.toString()));
    }

    @Test
    void shouldRefuseAnswersOnOtherResumes() throws IOException {
        Path answers = answers("resumeId,role\nnobody,Data Engineer\nstranger,Other\n");

        assertFailed(
                "none of the 2 answers refers to a resume in the data", command(1, "--answers", answers.toString()));
    }

    @Test
    void shouldSayThatThereIsNothingToLearnFrom() throws IOException {
        Files.writeString(data, "{\"resumeId\":\"a\",\"skills\":\"\"}\n");
        assertFailed("no text to train on: no row has skills or a text", command(1));

        Files.writeString(data, "{\"resumeId\":\"a\",\"skills\":\"java, spring\"}\n");
        assertFailed(data + ": only ", command(1));
    }

    @Test
    void shouldSayThatThereIsNoSuchBase() throws IOException {
        Files.move(directory.resolve("base"), directory.resolve("elsewhere"));

        assertFailed("is neither a directory nor the name of a model on a hub", command(1));
    }

    @Test
    void shouldLeaveFilesThatAreSomebodyElses() throws IOException {
        Path work = Files.createDirectory(directory.resolve("my-model.work"));
        Files.writeString(work.resolve("thesis.tex"), "x");

        assertFailed("contains files of something else, such as thesis.tex", command(1));
        assertThat(work.resolve("thesis.tex")).hasContent("x");
    }

    private void assertFailed(String said, String... command) {
        Result result = Cli.run(command);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains(said);
        assertThat(out).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Tag("full")
    void shouldGoOnAfterCtrlC() throws Exception {
        String[] endless = command(1000);
        List<Long> first = stepsUntilStopped("first", endless);

        assertThat(out).doesNotExist();
        assertThat(directory.resolve("my-model.work")).exists();
        assertThat(stepsUntilStopped("second", endless).get(0)).isGreaterThan(first.get(first.size() - 1));
    }

    /** The steps that it told of. */
    private List<Long> stepsUntilStopped(String name, String... command) throws Exception {
        try (ChildCommand child = new ChildCommand(directory.resolve(name), command)) {
            child.awaitErr("validation: ");
            assertThat(child.interrupt()).isEqualTo(AFTER_SIGINT);
            assertThat(child.err()).contains("stopped; run the same command again to continue from " + out + ".work");
            return STEP.matcher(child.err())
                    .results()
                    .map((MatchResult match) -> Long.parseLong(match.group(1)))
                    .toList();
        }
    }
}

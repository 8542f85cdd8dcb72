package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code label --model}: a small model votes beside the rules. */
class ModelLabelTest {
    private final Path directory;
    private final Path model;
    private Path file;

    ModelLabelTest(@TempDir Path directory) {
        this.directory = directory;
        this.model = directory.resolve("model");
        this.file = directory;
    }

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(directory.resolve("a.csv"), "id,skills\n1,\"Java, Spring\"\n2,gardening\n3,\n");
    }

    @Test
    void shouldDecideWithTheModelsVote() throws IOException {
        TinyModel.preferring(model, "Agile Analyst");
        Path out = directory.resolve("labels.jsonl");

        Result result = Cli.run("label", file.toString(), "--model", model.toString(), "--out", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        List<JsonNode> lines = Labelled.in(out).lines();
        assertThat(lines).hasSize(3);
        assertThat(lines.subList(0, 2)).allSatisfy(line -> {
            assertThat(line.at("/model/role").asText()).isEqualTo("Agile Analyst");
            assertThat(line.at("/model/version").asText()).startsWith("model-");
            assertThat(line.at("/decidedBy").asText()).isEqualTo("MODEL");
            assertThat(line.at("/degraded").asBoolean()).isFalse();
        });
        assertThat(lines.get(0).at("/rule/role").asText()).isEqualTo("Software Engineer");
        assertThat(lines.get(2).at("/error").asText()).isNotEmpty();
    }

    @Test
    void shouldLabelWithTheRolesAndRulesThatTheModelCarries() throws IOException {
        TinyModel.write(model, List.of("Gardener", "Rest"), 1, "Rest");
        Files.writeString(
                model.resolve("taxonomy.json"),
                "{\"fallback\": \"Rest\", \"roles\": {\"Gardener\": \"Grows plants.\", \"Rest\": \"Any other.\"}}");
        Files.writeString(
                model.resolve("trained-rules.txt"),
                "name: mine\nmatching: phrases\nroles: {Gardener: {gardening: 3}}\n");
        Path out = directory.resolve("labels.jsonl");

        Result result = Cli.run("label", file.toString(), "--model", model.toString(), "--out", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("using the model's roles, " + model.resolve("taxonomy.json"));
        JsonNode gardener = Labelled.in(out).lines().get(1);
        assertThat(gardener.at("/rule/role").asText()).isEqualTo("Gardener");
        assertThat(gardener.at("/model/role").asText()).isEqualTo("Rest");
    }

    @Test
    @Tag("full")
    void shouldVoteWithTheRulesOfTheModel() throws IOException {
        TinyModel.preferring(model, "Agile Analyst");
        Files.writeString(
                model.resolve("rules.yml"), "name: mine\nmatching: phrases\nroles: {Other: {gardening: 3}}\n");
        Path out = directory.resolve("labels.jsonl");

        Result result = Cli.run("label", file.toString(), "--model", model.toString(), "--out", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("using the model's rules, " + model.resolve("rules.yml"));
        JsonNode gardener = Labelled.in(out).lines().get(1);
        assertThat(gardener.at("/rule/role").asText()).isEqualTo("Other");
        assertThat(gardener.at("/rule/keywords/0").asText()).isEqualTo("gardening");
    }

    @Test
    @Tag("full")
    void shouldVoteWithTheRulesThatWereChosenBesideAModel() throws IOException {
        TinyModel.preferring(model, "Agile Analyst");
        Files.writeString(
                model.resolve("rules.yml"), "name: mine\nmatching: phrases\nroles: {Other: {gardening: 3}}\n");
        Path out = directory.resolve("labels.jsonl");

        Result result = Cli.run(
                "label", file.toString(), "--model", model.toString(), "--rules", "notebook", "--out", out.toString());

        assertThat(result.err()).doesNotContain("using the model's rules");
        assertThat(Labelled.in(out).lines().get(0).at("/rule/keywords")).isNotEmpty();
        assertThat(Labelled.in(out).lines().get(1).at("/rule/keywords")).isEmpty();
    }

    @Test
    @Tag("full")
    void shouldSayWhyAModelCannotBeUsedBeforeItStartsAnything() throws IOException {
        TinyModel.write(model, List.of("cat", "dog"), 1, null);

        Result result = Cli.run("label", file.toString(), "--model", model.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains("config.json")
                .contains("the taxonomy lacks")
                .contains("cat");
    }

    @Test
    @Tag("full")
    void shouldRefuseADirectoryThatIsNotThere() {
        Result result = Cli.run("label", file.toString(), "--model", model.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains(model.toString()).contains("no such directory");
    }

    @Test
    @Tag("full")
    void shouldLeaveTheModelToTheWorkersOfACluster() {
        Result result = Cli.onCluster("label", file.toString(), "--model", model.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--model").contains("models publish");
    }

    @Test
    @Tag("full")
    void shouldLabelWithALabeller() throws IOException {
        TinyModel.write(model, List.of("contradiction", "entailment"), 1, null);
        Path out = directory.resolve("labels.jsonl");

        Result result = Cli.run("label", file.toString(), "--labeller", "zero-shot:" + model, "--out", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Labelled.in(out).lines().subList(0, 2)).allSatisfy(line -> {
            assertThat(line.at("/model/labeller").asText("zero-shot")).isEqualTo("zero-shot");
            assertThat(line.at("/model/version").asText()).startsWith("model-");
            assertThat(line.at("/role").asText())
                    .isEqualTo(line.at("/model/role").asText());
            assertThat(line.at("/decidedBy").asText()).isEqualTo("MODEL");
        });
    }

    @Test
    @Tag("full")
    void shouldSayWhyALabellerCannotBeUsed() {
        assertRefused("zero-shot:" + directory, "config.json");
        assertRefused("zeroshot", "no such kind; known are rules, majority, model");
        assertRefused(":x", "expected KIND or KIND:WHERE");
        assertRefused("linear", "needs texts with labels");
        assertThat(Cli.run("label", file.toString(), "--labeller", "rules", "--model", "x")
                        .err())
                .contains("not both");
        assertThat(Cli.run("label", file.toString(), "--labeller", "rules:notebook", "--rules", "default")
                        .err())
                .contains("give --rules or --labeller rules, not both");
        assertThat(Cli.run("label", file.toString(), "--labeller", "rules", "-b", "localhost:1")
                        .err())
                .contains("does not apply to a cluster");
    }

    private void assertRefused(String labeller, String reason) {
        Result result = Cli.run("label", file.toString(), "--labeller", labeller);

        assertThat(result.exitCode()).isNotEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains(reason).doesNotContain("report this");
    }
}

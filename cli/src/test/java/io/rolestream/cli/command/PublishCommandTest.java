package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.matching.writing.DescriptionWriter;
import io.rolestream.matching.writing.WritingSettings;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TaskVersions;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** {@code models publish} and {@code models verify}. Each test has topics and a store of its own. */
class PublishCommandTest {
    private static final String RULES = "name: mine\nmatching: phrases\nroles: {Data Engineer: {spark: 2}}\n";

    private final Path directory;
    private final Path checkpoint;
    private String prefix = "";

    PublishCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.checkpoint = directory.resolve("checkpoint");
    }

    @BeforeEach
    void makeTopics(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        run("topics", "create");
    }

    @Test
    void shouldPublishACheckpointThatCanThenBeVerified() throws IOException {
        TinyModel.write(checkpoint, 1);

        Result published = run("models", "publish", checkpoint.toString(), "--as", "v1", "--champion");

        assertThat(published.exitCode()).as(published.err()).isEqualTo(ExitCode.DONE);
        assertThat(published.out()).contains("roberta/v1 is CHAMPION now");
        assertThat(directory.resolve("store/roberta/v1/manifest.json")).exists();
        Result verified = run("models", "verify", "v1");
        assertThat(verified.exitCode()).as(verified.err()).isEqualTo(ExitCode.DONE);
        assertThat(verified.out()).contains("roberta/v1 is valid: 14 roles");
        assertThat(run("models", "show", "v1").out()).contains("published by hand");
    }

    @Test
    @Tag("full")
    void shouldNotLetAVersionDecideUnlessToldTo() throws IOException {
        TinyModel.write(checkpoint, 1);

        assertThat(run("models", "publish", checkpoint.toString(), "--as", "v1").out())
                .contains("roberta/v1 is RETIRED now");
    }

    @Test
    void shouldNotPublishWhatWorkersWouldRefuse() throws IOException {
        TinyModel.write(checkpoint, List.of("cat", "dog"), 1, null);

        Result result = run("models", "publish", checkpoint.toString(), "--as", "v1");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("the taxonomy lacks");
        assertThat(run("models", "list").err()).contains("no model version has been announced yet");
    }

    @Test
    @Tag("full")
    void shouldNotPublishAnotherKindOfModelForTheRecommender() throws IOException {
        TinyModel.write(checkpoint, 1);
        run("models", "publish", checkpoint.toString(), "--as", "v1");
        Path classifier = directory.resolve("store/roberta/v1");

        Result result = run("models", "publish", classifier.toString(), "--as", "v1", "--name", "matcher");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("is a model of the task classifier").contains("of the task embedder");
    }

    @Test
    @Tag("full")
    void shouldKeepTheVerdictOnAGeneratorUnderAnyName() throws Exception {
        TaskVersions.write(checkpoint, VersionTask.GENERATOR, 1);
        Path file = checkpoint.resolve("description_gate.json");
        try (DescriptionWriter writer = DescriptionWriter.open(
                CheckpointDirectory.open(checkpoint),
                WritingSettings.defaults(),
                InferenceOptions.defaults(),
                Taxonomy.standard(),
                null)) {
            Files.writeString(
                    file,
                    "{\"format\": 1, \"verdict\": \"passed\", \"generator\": \"%s\"}".formatted(writer.version()));
        }
        String[] publish = {
            "models",
            "publish",
            checkpoint.toString(),
            "--name",
            "writer2",
            "--task",
            "generator",
            "--champion",
            "--as",
            "1"
        };

        Result published = run(publish);

        assertThat(published.exitCode()).as(published.err()).isEqualTo(ExitCode.DONE);
        assertThat(published.out()).contains("gate: passed, published by hand");
        assertThat(directory.resolve("store/writer2/1/description_gate.json")).exists();
        assertThat(run("models", "promote", "1", "--name", "writer2").err()).doesNotContain("did not pass");
        assertThat(run("models", "verify", "1", "--name", "writer2", "--task", "generator")
                        .out())
                .contains("writer2/1 is valid: generator");
        new PromptTemplate("Another prompt: {resume}").write(checkpoint);
        Result changed = run(publish);
        assertThat(changed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(changed.err()).contains("description_gate.json").contains("has the verdict on checkpoint-");
        publish[4] = "matcher";
        assertThat(run(publish).err()).contains("services follow matcher for a model of the task embedder");
    }

    @Test
    @Tag("full")
    void shouldNotReplaceAVersion() throws IOException {
        TinyModel.write(checkpoint, 1);
        run("models", "publish", checkpoint.toString(), "--as", "v1");
        Path other = directory.resolve("other");
        TinyModel.write(other, 2);

        Result result = run("models", "publish", other.toString(), "--as", "v1");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("roberta/v1").contains("choose another version");
    }

    @Test
    @Tag("full")
    void shouldFindATamperedVersion() throws IOException {
        TinyModel.write(checkpoint, 1);
        run("models", "publish", checkpoint.toString(), "--as", "v1");
        Path config = directory.resolve("store/roberta/v1/config.json");
        Files.writeString(config, Files.readString(config).replace("0", "1"));

        Result result = run("models", "verify", "v1");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("config.json");
    }

    @Test
    @Tag("full")
    void shouldPublishTheRulesOfACheckpointAndNameThem() throws IOException {
        TinyModel.write(checkpoint, 1);
        Files.writeString(checkpoint.resolve("rules.yml"), RULES);

        Result published = run("models", "publish", checkpoint.toString(), "--as", "v1");

        assertThat(published.exitCode()).as(published.err()).isEqualTo(ExitCode.DONE);
        assertThat(run("models", "verify", "v1").out()).contains("rules mine@");
        assertThat(run("models", "show", "v1").out()).containsPattern("rules +mine@[0-9a-f]{8}, carried as rules.yml");
        Files.writeString(directory.resolve("store/roberta/v1/rules.yml"), RULES.replace('2', '3'));
        Result spoiled = run("models", "show", "v1");
        assertThat(spoiled.out()).containsPattern("rules +unknown");
        assertThat(spoiled.err()).contains("cannot read the rules of roberta/v1: rules.yml has the SHA-256");
    }

    @Test
    @Tag("full")
    void shouldNotPublishRulesThatCannotBeUsed() throws IOException {
        TinyModel.write(checkpoint, 1);
        Files.writeString(checkpoint.resolve("rules.yml"), RULES.replace("Data", "Dada"));

        Result result = run("models", "publish", checkpoint.toString(), "--as", "v1");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("rules.yml:3: role \"Dada Engineer\" is not in the taxonomy");
    }

    @Test
    @Tag("full")
    void shouldKeepWhatATrainingFound() throws IOException {
        TinyModel.write(checkpoint, 1);
        run(
                "models",
                "publish",
                checkpoint.toString(),
                "--as",
                "v1",
                "--rule-coefficient",
                "0.5",
                "--temperature",
                "2");
        Path made = directory.resolve("store/roberta/v1");
        Path manifest = made.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceFirst("\"metrics\" *: *\\{ *}", "\"metrics\" : {\"gold.accuracy\" : 0.8125}"));

        Result again = run("models", "publish", made.toString(), "--as", "v2");
        run("models", "publish", made.toString(), "--as", "v3", "--temperature", "3");

        assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(directory.resolve("store/roberta/v2/manifest.json")))
                .containsPattern("\"version\" *: *\"v2\"")
                .containsPattern("\"ruleCoefficient\" *: *0.5")
                .containsPattern("\"temperature\" *: *2.0")
                .contains("0.8125");
        assertThat(Files.readString(directory.resolve("store/roberta/v3/manifest.json")))
                .containsPattern("\"ruleCoefficient\" *: *0.5")
                .containsPattern("\"temperature\" *: *3.0");
        assertThat(run("models", "show", "v2").out()).contains("0.8125", "evaluated when it was trained");
    }

    @Test
    @Tag("full")
    void shouldKeepTheVerdictOfATraining() throws IOException {
        TinyModel.write(checkpoint, 1);
        run("models", "publish", checkpoint.toString(), "--as", "v1");
        Path made = directory.resolve("store/roberta/v1");
        Path manifest = made.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"not-recorded\"", "\"passed-weakly\"")
                        .replaceFirst("\"reasons\" *: *\\[ *]", "\"reasons\" : [\"People labelled no items.\"]")
                        .replaceFirst("\"trainedCorrections\" *: *0", "\"trainedCorrections\" : 7"));

        Result published = run("models", "publish", made.toString(), "--as", "v2", "--challenger");
        run("models", "publish", made.toString(), "--as", "v3", "--temperature", "3");

        assertThat(published.exitCode()).as(published.err()).isEqualTo(ExitCode.DONE);
        assertThat(published.out())
                .contains("gate: passed (weakly), published by hand")
                .contains("its 7 answers are not sent along", "`rolestream review --answers FILE`");
        assertThat(Files.readString(directory.resolve("store/roberta/v2/manifest.json")))
                .contains("\"passed-weakly\"");
        assertThat(run("models", "show", "v2").out())
                .contains("passed (weakly), published by hand", "People labelled no items.");
        assertThat(run("models", "show", "v3").out()).contains("no verdict, published by hand");
        assertThat(run("models", "list").out())
                .contains("no verdict, published by hand", "passed (weakly), published by hand");
        assertThat(run("models", "promote", "v2").err()).doesNotContain("did not pass");
        assertThat(run("models", "promote", "v3").err())
                .contains("roberta/v3 did not pass the gate (no verdict, published by hand): published by hand");
    }

    @Test
    @Tag("full")
    void shouldNotPublishARejectedVersionAgain() throws IOException {
        TinyModel.write(checkpoint, 1);
        String[] publish = {"models", "publish", checkpoint.toString(), "--as", "v1", "--champion"};
        run(publish);
        assertThat(run(publish).out()).contains("roberta/v1 was announced before");
        run("models", "reject", "v1", "--why", "leaks names");

        Result again = run(publish);

        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains("roberta/v1 is rejected permanently (", "leaks names");
        assertThat(run("models", "list").out()).contains("REJECTED").doesNotContain("CHAMPION");
        publish[4] = "v2";
        assertThat(run(publish).out()).contains("roberta/v2 is CHAMPION now");
    }

    @Test
    @Tag("full")
    void shouldVerifyADirectory() throws IOException {
        TinyModel.write(checkpoint, 1);

        assertThat(run("models", "verify", "--dir", checkpoint.toString()).out())
                .contains("roberta/checkpoint-")
                .contains("is valid");
        assertThat(run("models", "verify").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private Result run(String... arguments) {
        return Cli.onCluster(Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "-s",
                                "topic.prefix=" + prefix,
                                "-s",
                                "model.store=" + directory.resolve("store"),
                                "-s",
                                "model.cache.directory=" + directory.resolve("cache"),
                                "-s",
                                "model.precision=fp32"))
                .toArray(String[]::new));
    }
}

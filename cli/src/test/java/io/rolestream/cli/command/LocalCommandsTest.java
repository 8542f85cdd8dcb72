package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolestream.cli.Rolestream;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TraceLevel;

/** What needs no cluster: help, wrong usage, settings and rules. */
class LocalCommandsTest {
    private static final int TERMINAL_WIDTH = 80;

    @ParameterizedTest
    @MethodSource("commands")
    void shouldFitItsHelpOntoATerminal(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        List<String> lines = command.getUsageMessage(Ansi.OFF).lines().toList();

        assertThat(lines).allMatch(line -> line.length() <= TERMINAL_WIDTH);
        assertThat(lines)
                .as("footers are written in lines, which picocli would break once more where they are too long")
                .containsAll(List.of(spec.usageMessage().footer()));
    }

    private static Stream<Named<CommandLine>> commands() {
        return commands(Rolestream.commandLine());
    }

    private static Stream<Named<CommandLine>> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(Named.of(command.getCommandSpec().qualifiedName(), command)),
                command.getSubcommands().values().stream().flatMap(LocalCommandsTest::commands));
    }

    @Test
    void shouldPrintItsHelpWithoutACommand() {
        Result result = Cli.run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .startsWith("Usage: rolestream [OPTIONS] COMMAND")
                .contains("Start here:");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void shouldPrintCataloguesAndSettingsAsJson() throws IOException {
        JsonNode topics =
                new JsonMapper().readTree(Cli.run("topics", "list", "--json").out());
        assertThat(topics.findValuesAsText("name")).contains("resumes", "labelled-roles");
        assertThat(topics.get(0).path("value").asText()).isEqualTo("io.rolestream.events.Resume");
        JsonNode rights =
                new JsonMapper().readTree(Cli.run("topics", "acls", "--json").out());
        assertThat(rights.findValuesAsText("client")).contains("stream", "worker");
        assertThat(rights.at("/0/acls/0/operations").isArray()).isTrue();
        JsonNode settings = new JsonMapper()
                .readTree(Cli.run("config", "print", "--json", "-b", "k:9092", "-s", "kafka.sasl.jaas.config=secret")
                        .out());
        assertThat(settings.at("/bootstrap.servers/value").asText()).isEqualTo("k:9092");
        assertThat(settings.at("/kafka.sasl.jaas.config/value").asText()).isEqualTo("[hidden]");
    }

    @Test
    void shouldPrintItsHelpWhenAsked() {
        Result result = Cli.run("topics", "create", "--help");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).startsWith("Usage: rolestream topics create").contains("--help");
    }

    @ParameterizedTest
    @CsvSource({
        "labl, label",
        "label x.csv --formt json, --format",
        "label, Missing required parameter: 'FILE'",
        "label x.csv --format xml, xml",
        "label x.csv --timeout soon, --timeout",
        "demo --rate 0, '--rate must be from 0.01 to 100000, not 0'",
        "demo --broken 2, '--broken must be from 0 to 1, not 2'",
        "demo --port 65536, '--port must be from 0 to 65535'",
        "generate -n -1, '--count must be at least 0, not -1'",
        "consume --max 0, '--max must be at least 1'",
        "consume everything, dead-letters",
        "relabel --rate 0, '--rate must be from 1 to 1000000, not 0'",
        "relabel --since soon, 'expected 2026-03-04'",
        "relabel --since 1d --until 2d, 'no time lies'",
        "relabel --since 999999999999d, '2026-03-04'",
        "relabel --since +999999999-01-01, '2026-03-04'",
        "label x.csv --timeout 36501d, 'at most 36500d'",
        "kafka -s label.deadline=soon, label.deadline",
        "train --json, '--json goes with --status'",
        "label x.csv --keep-columns --format avro, '--keep-columns does not apply'",
        "topics, 'acls, asyncapi, check, create, list'",
        "model, 'score, embed, generate, predict, show'",
        "model predict x.csv, --model",
        "models, 'list, promote, publish, reject, rollback, show, sign, verify'",
        "models verify, 'either a version or --dir'",
        "models publish d --champion --challenger, are mutually exclusive",
        "worker --model-version a/b, 'model.version'",
        "worker --labeller :x, 'worker.labeller'",
        "worker --labeller zero-shot:a --model b, '--model names the checkpoint of a --labeller'",
        "worker --model b, '--model names the checkpoint of a --labeller'",
        "models show a/b, 'words without slash'",
        "models rollback --to a/b, 'words without slash'",
        "models reject v1, --why",
        "model predict x.csv --model m --precision fp8, fp8",
        "model predict - --model m --batch-tokens 0, '--batch-tokens, --windows: tokens per batch'",
        "config print -s label.deadline, KEY=VALUE",
        "config print -s label.deadline=soon, label.deadline",
        "config print -s label.dedline=3s, did you mean \"label.deadline\"?",
        "config print -s kafka.consumer.isolation.level=x, kafka.consumer.isolation.level (command line)",
        "worker -s kafka.producer.acks=1, 'acks=all; otherwise acknowledged records could be lost'",
        "topics list -s kafka.security.protocol=TLS, kafka.security.protocol (command line) can't be set: Invalid value",
        "label x.csv --encoding none, no encoding; UTF-8",
        "config print -c none.properties, none.properties does not exist",
        "rules check none.yml, none.yml: no such file"
    })
    void shouldRefuseWrongUsage(String arguments, String said) {
        Result result = Cli.run(arguments.split(" "));

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("rolestream: ").contains(said);
        assertThat(result.err().lines()).hasSizeLessThan(6);
    }

    /** They go to the stream that was standard error when picocli was loaded, which no test can replace later. */
    @Test
    void shouldPrintNoneOfPicoclisWarningsWhichQuotePasswords() {
        CommandLine.tracer().setLevel(TraceLevel.WARN);
        assertThat(Cli.run("config", "print", "-s", "kafka.sasl.jaas.config=x password=\"t0p")
                        .out())
                .contains("kafka.sasl.jaas.config=[hidden]");

        assertThat(CommandLine.tracer().getLevel()).isEqualTo(TraceLevel.OFF);
    }

    @Test
    void shouldPrintSettingsWithTheirOriginButNoSecrets(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.properties"), """
                topic.partitions=8
                kafka.sasl.jaas.config=x password="t0p";
                schema.registry.bearer.token=t0p
                """);

        Result result = Cli.run("config", "print", "-c", file.toString(), "-s", "rules=notebook", "-b", "k:9092");

        assertThat(result.out())
                .contains("topic.partitions=8  # file " + file)
                .contains("rules=notebook  # command line")
                .contains("bootstrap.servers=k:9092  # command line")
                .contains("label.deadline=30s  # default")
                .contains("kafka.sasl.jaas.config=[hidden]")
                .contains("schema.registry.bearer.token=[hidden]")
                .doesNotContain("t0p");
    }

    @Test
    void shouldExplainWhatTheRulesSay() {
        Result result = Cli.run("rules", "explain", "-r", "notebook", "JavaScript");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).startsWith("Software Engineer").contains("java ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "notebook"})
    void shouldFindTheBuiltInRulesValid(String rules) {
        Result result = Cli.run("rules", "check", rules);

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).startsWith(rules + " is valid");
    }

    @Test
    void shouldMakeACompletionThatABashUnderstands(@TempDir Path directory) throws Exception {
        Path script = Files.writeString(
                directory.resolve("completion"), Cli.run("generate-completion").out());
        Process bash = new ProcessBuilder(
                        "bash", "-c", "source \"$1\" && complete -p rolestream", "bash", script.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("complete ");
        assertThat(bash.waitFor()).isZero();
    }
}

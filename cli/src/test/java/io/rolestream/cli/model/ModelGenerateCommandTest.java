package io.rolestream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.Rolestream;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.common.text.Printable;
import io.rolestream.common.text.TerminalPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code model generate}, on small checkpoints whose answers transformers gave too. */
class ModelGenerateCommandTest {
    private static final Path CHECKPOINTS =
            Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The golden answers have 20 tokens with the one that they begin with. */
    private static final String NEW_TOKENS = "19";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"smollm2", "t5-untied"})
    void shouldPrintTheAnswerOfTransformersWithoutControlCharacters(String checkpoint) throws IOException {
        JsonNode golden = golden(checkpoint);
        for (int i : new int[] {0, 2}) {
            Result result = run(checkpoint, golden.get("texts").get(i).asText());

            assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
            assertThat(result.out())
                    .isEqualTo(Printable.of(golden.get("written").get(i).asText()) + "\n");
            assertThat(result.err())
                    .contains("19 tokens in ", "with fp32 on cpu", "; the answer has the greatest length");
        }
    }

    @Test
    void shouldPrintTokensAsTheyAreChosen() throws IOException {
        List<String> pieces = new ArrayList<>();
        OutputStream terminal = new OutputStream() {
            @Override
            public void write(int oneByte) {
                throw new AssertionError("one byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        };
        String text = golden("smollm2").get("texts").get(0).asText();

        int code = Rolestream.commandLine()
                .setOut(new TerminalPrinter(terminal))
                .setErr(new TerminalPrinter(new ByteArrayOutputStream()))
                .execute(arguments("smollm2", text));

        assertThat(code).isEqualTo(ExitCode.DONE);
        assertThat(pieces).hasSizeGreaterThan(5);
        assertThat(String.join("", pieces)).isEqualTo(run("smollm2", text).out());
    }

    @Test
    void shouldPrintAJsonLineForEachRowOfAFile() throws IOException {
        JsonNode golden = golden("smollm2");
        StringBuilder rows = new StringBuilder();
        int row = 0;
        for (JsonNode text : golden.get("texts")) {
            rows.append(json(Map.of("id", "r" + row++, "text", text.asText()))).append('\n');
        }
        rows.append("{\"id\": \"empty\"}\n");
        Path file = Files.writeString(directory.resolve("texts.jsonl"), rows);

        Result result = run("smollm2", "--file", file.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err())
                .contains(
                        "row " + (row + 1) + ": neither text nor skills", row + " answers, " + 19 * row + " tokens in");
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(row);
        for (int i = 0; i < row; i++) {
            JsonNode line = JSON.readTree(lines.get(i));
            assertThat(line.get("id").asText()).isEqualTo("r" + i);
            assertThat(line.get("text")).isEqualTo(golden.get("written").get(i));
            assertThat(line.get("tokens").asInt()).isEqualTo(19);
            assertThat(line.get("logProbability").asDouble()).isNegative();
            assertThat(line.get("ended").asBoolean()).isFalse();
            assertThat(line.get("cut").asBoolean()).isFalse();
        }
    }

    @Test
    void shouldEndBeforeAStopSequence() throws IOException {
        String text = golden("smollm2").get("texts").get(0).asText();
        String written = golden("smollm2").get("written").get(0).asText();
        String stop = written.substring(8, 10);

        JsonNode line =
                JSON.readTree(run("smollm2", text, "--json", "--stop", stop).out());

        assertThat(line.has("id")).isFalse();
        assertThat(line.get("ended").asBoolean()).isTrue();
        assertThat(line.get("text").asText()).isEqualTo(written.substring(0, written.indexOf(stop)));
    }

    @Test
    void shouldPutTheTextIntoTheTemplateAndCutOnlyTheText() throws IOException {
        String[] chat = {"--template", "<|im_start|>user\n{text}<|im_end|>\n<|im_start|>assistant\n"};
        String text = "Kafka and Java. ".repeat(200);
        Path checkpoint = withChatTemplate();

        Result byTemplate = run("smollm2", Stream.of(new String[] {text, "--json"}, chat));
        Result byChat = run(checkpoint.toString(), text, "--json", "--chat");
        Result shorter = run(checkpoint.toString(), "Kafka", "--json", "--chat");
        Result alone = run("smollm2", text, "--json");

        assertThat(byChat.out()).isEqualTo(byTemplate.out()).contains("\"cut\":true");
        assertThat(shorter.out()).contains("\"cut\":false");
        assertThat(alone.out()).contains("\"cut\":true").isNotEqualTo(byChat.out());
    }

    private Path withChatTemplate() throws IOException {
        Path checkpoint = directory.resolve("chat");
        Files.createDirectory(checkpoint);
        for (String name : List.of("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")) {
            Files.copy(CHECKPOINTS.resolve("smollm2").resolve(name), checkpoint.resolve(name));
        }
        Files.writeString(
                checkpoint.resolve("chat_template.jinja"),
                "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] +"
                        + " '<|im_end|>\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}"
                        + "{% endif %}");
        return checkpoint;
    }

    @Test
    void shouldDrawTheSameTokensWithTheSameSeed() throws IOException {
        Path file = Files.writeString(directory.resolve("texts.csv"), "skills\nKafka\nKafka\n");
        String[] drawn = {"--temperature", "1.5", "--top-k", "40", "--top-p", "0.9", "--json", "--seed"};

        Result first = run("qwen2", Stream.of(new String[] {"Kafka"}, drawn, new String[] {"1"}));
        Result again = run("qwen2", Stream.of(new String[] {"Kafka"}, drawn, new String[] {"1"}));
        Result other = run("qwen2", Stream.of(new String[] {"Kafka"}, drawn, new String[] {"2"}));
        Result rows = run("qwen2", Stream.of(new String[] {"--file", file.toString()}, drawn, new String[] {"1"}));

        assertThat(again.out()).isEqualTo(first.out()).isNotEqualTo(other.out());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : rows.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines)
                .extracting(line -> line.get("text"))
                .containsExactly(
                        JSON.readTree(first.out()).get("text"),
                        JSON.readTree(other.out()).get("text"));
    }

    @Test
    void shouldSayWhatIsWrong() {
        for (String[] wrong : new String[][] {
            {"give either a text or --file"},
            {"give either a text or --file", "a", "--file", "b"},
            {"need --file", "a", "--text-column", "b"},
            {"--windows: prompts are not read in windows", "a", "--windows", "2"},
            {"must contain {text}", "a", "--template", "Summarize:"},
            {"the temperature must be finite and above 0", "a", "--temperature", "0"},
            {"a stop sequence must have at least 1 character", "a", "--stop", ""},
            {"--max-new-tokens must be from 1 to 510", "a", "--max-new-tokens", "511"},
            {"--max-new-tokens must be from 1 to 510", "a", "--max-new-tokens", "0"},
            {"shorten one of them", "a", "--template", "a ".repeat(600) + "{text}"},
        }) {
            Result result =
                    run("qwen2", Stream.<String[]>of(Stream.of(wrong).skip(1).toArray(String[]::new)));
            assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains(wrong[0]);
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void shouldNameWhatACheckpointLacks() {
        Result encoder = run("../../task/bert-base", "a");
        Result chat = run("qwen2", "a", "--chat");
        Result empty = run("qwen2", " ");

        assertThat(encoder.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(encoder.err()).contains("models of the type bert do not generate text");
        assertThat(chat.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(chat.err()).contains("tokenizer_config.json", "has no chat_template");
        assertThat(empty.err()).contains("the text is empty");
    }

    /** The weights are opened last: these are damaged, and the file and the options are refused before that. */
    @Test
    void shouldRefuseAFileAndOptionsBeforeTheModelIsOpened() throws IOException {
        Path checkpoint = withChatTemplate();
        Files.writeString(checkpoint.resolve("model.safetensors"), "damaged");
        Path file = Files.writeString(directory.resolve("wrong.csv"), "a,b\n1,2\n");

        Result wrong = run(checkpoint.toString(), "--file", file.toString());
        Result option = run(checkpoint.toString(), "a", "--temperature", "0");
        Result damaged = run(checkpoint.toString(), "a");

        assertThat(wrong.err()).contains("wrong.csv", "columns found: a, b").doesNotContain("safetensors");
        assertThat(option.err()).contains("the temperature must be finite").doesNotContain("safetensors");
        assertThat(damaged.err()).contains("safetensors");
    }

    private static Result run(String checkpoint, String... arguments) {
        return Cli.run(arguments(checkpoint, arguments));
    }

    private static Result run(String checkpoint, Stream<String[]> arguments) {
        return run(checkpoint, arguments.flatMap(Stream::of).toArray(String[]::new));
    }

    /** Options that are given come later, and so replace the length. */
    private static String[] arguments(String checkpoint, String... arguments) {
        Stream<String> all = Stream.concat(
                Stream.of(
                        "model",
                        "generate",
                        "--model",
                        CHECKPOINTS.resolve(checkpoint).toString(),
                        "--precision",
                        "fp32",
                        "--device",
                        "cpu"),
                Stream.of(arguments));
        boolean given = List.of(arguments).contains("--max-new-tokens");
        return (given ? all : Stream.concat(all, Stream.of("--max-new-tokens", NEW_TOKENS))).toArray(String[]::new);
    }

    private static JsonNode golden(String checkpoint) throws IOException {
        return JSON.readTree(
                CHECKPOINTS.resolve(checkpoint).resolve("golden.json").toFile());
    }

    private static String json(Map<String, String> row) throws IOException {
        return JSON.writeValueAsString(row);
    }
}

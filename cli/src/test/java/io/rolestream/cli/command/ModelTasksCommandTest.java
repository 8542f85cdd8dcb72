package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code model score} and {@code model embed}, on the small checkpoints of the engine's tests. */
class ModelTasksCommandTest {
    private static final Path CHECKPOINTS = Path.of("../engine/src/test/resources/io/rolestream/engine/task");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void shouldScoreThePairsOfAFileInTheirOrder() throws IOException {
        JsonNode golden = golden("roberta-pairs");
        StringBuilder rows = new StringBuilder();
        int filled = 0;
        for (JsonNode pair : golden) {
            ObjectNode row = JSON.createObjectNode().put("id", "p" + filled);
            row.put("query", pair.get("first").asText())
                    .put("document", pair.get("second").asText());
            rows.append(row).append('\n');
            filled += isFilled(pair) ? 1 : 0;
        }
        Path file = Files.writeString(directory.resolve("pairs.jsonl"), rows);

        Result result =
                score("roberta-pairs", file.toString(), "--first-column", "query", "--second-column", "document");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.err())
                .contains("computing with fp32 on cpu", "row 3: one of the two texts is missing", filled + " pairs");
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(filled);
        int at = 0;
        for (JsonNode pair : golden) {
            if (isFilled(pair)) {
                JsonNode line = JSON.readTree(lines.get(at));
                assertThat(line.get("id").asText()).isEqualTo("p" + at);
                assertThat((float) line.get("score").asDouble())
                        .isEqualTo((float) pair.get("logits").get(0).asDouble(), offset(1e-4f));
                assertThat(line.get("cut").asBoolean())
                        .isEqualTo(pair.get("cut").asBoolean());
                at++;
            }
        }
    }

    private static boolean isFilled(JsonNode pair) {
        return !pair.get("first").asText().isEmpty()
                && !pair.get("second").asText().isEmpty();
    }

    @Test
    void shouldScoreTwoTexts() throws IOException {
        JsonNode pair = golden("bert-pairs").get(0);

        Result result = score(
                "bert-pairs", pair.get("first").asText(), pair.get("second").asText());

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        JsonNode line = JSON.readTree(result.out());
        assertThat(line.has("id")).isFalse();
        assertThat(line.get("label").asText()).isIn("contradiction", "neutral", "entailment");
        assertThat(line.get("confidence").asDouble()).isBetween(1 / 3.0, 1.0);
        assertThat(JSON.convertValue(line.get("logits").elements(), float[].class))
                .containsExactly(JSON.convertValue(pair.get("logits"), float[].class), offset(1e-4f));
    }

    @Test
    void shouldSayWhatIsMissingForScores() throws IOException {
        Path file = Files.writeString(directory.resolve("pairs.csv"), "first,secnd\na,b\n");

        Result column = score("bert-pairs", file.toString());
        Result windows = score("bert-pairs", "a", "b", "--windows", "2");
        Result base = score("bert-base", "a", "b");

        assertThat(column.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(column.err()).contains("no column \"second\"", "did you mean \"secnd\"");
        assertThat(windows.exitCode()).isNotEqualTo(ExitCode.DONE);
        assertThat(windows.err()).contains("--windows: pairs are not read in windows");
        assertThat(base.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(base.err()).contains("id2label");
    }

    /** The weights are opened last: these are damaged, and the file is refused before that is found. */
    @Test
    void shouldRefuseAFileBeforeTheModelIsOpened() throws IOException {
        Path damaged = damagedCheckpoint();
        Path file = Files.writeString(directory.resolve("wrong.csv"), "a,b\n1,2\n");
        for (List<String> command : List.of(
                List.of("score", file.toString()),
                List.of("embed", file.toString(), "--pooling", "mean"),
                List.of("predict", file.toString()))) {
            List<String> arguments = new ArrayList<>(command);
            arguments.add(0, "model");
            arguments.addAll(List.of("--model", damaged.toString()));

            Result result = Cli.run(arguments.toArray(String[]::new));

            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err())
                    .contains("wrong.csv", "columns found: a, b")
                    .doesNotContain("safetensors");
        }
        Files.writeString(file, "first,second,text\n1,2,3\n");
        Result readable =
                Cli.run("model", "score", file.toString(), "--model", damaged.toString(), "--precision", "fp32");
        assertThat(readable.err()).contains("safetensors");
    }

    private Path damagedCheckpoint() throws IOException {
        Path damaged = Files.createDirectory(directory.resolve("damaged"));
        for (String name : List.of("config.json", "tokenizer.json")) {
            Files.copy(CHECKPOINTS.resolve("bert-pairs").resolve(name), damaged.resolve(name));
        }
        Files.writeString(damaged.resolve("model.safetensors"), "damaged");
        return damaged;
    }

    @Test
    void shouldCountOneAsOne() throws IOException {
        Path file = Files.writeString(directory.resolve("pairs.csv"), "first,second\na,b\n");

        Result result = score("bert-pairs", file.toString());

        assertThat(result.err()).containsPattern("1 pair, \\d+ tokens in 1 batch, ");
    }

    private static Result score(String checkpoint, String... arguments) {
        return run("score", checkpoint, arguments);
    }

    @Test
    void shouldEmbedTheTextsOfAFileInTheirOrder() throws IOException {
        JsonNode golden = golden("bert-base");
        StringBuilder rows = new StringBuilder();
        for (JsonNode one : golden) {
            rows.append(JSON.createObjectNode().put("text", one.get("text").asText()))
                    .append('\n');
        }
        rows.append("{\"text\": null}\n");
        Path file = Files.writeString(directory.resolve("texts.jsonl"), rows);

        Result mean = run("embed", "bert-base", file.toString());
        Result first = run("embed", "bert-base", file.toString(), "--pooling", "first");

        assertThat(mean.err()).contains("row " + (golden.size() + 1) + ": neither skills nor text", "7 texts");
        assertEmbeddings(mean, golden, "mean");
        assertEmbeddings(first, golden, "first");
    }

    private static void assertEmbeddings(Result result, JsonNode golden, String pooling) throws IOException {
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(golden.size());
        for (int i = 0; i < lines.size(); i++) {
            float[] vector = JSON.convertValue(JSON.readTree(lines.get(i)).get("embedding"), float[].class);
            assertThat(vector)
                    .containsExactly(JSON.convertValue(golden.get(i).get(pooling), float[].class), offset(1e-5f));
        }
    }

    @Test
    void shouldAskForThePoolingWhereTheCheckpointDoesNotSay() throws IOException {
        Path file = Files.writeString(directory.resolve("texts.csv"), "text\na\n");

        Result result = run("embed", "roberta-base", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("has no modules.json", "mean or first");
    }

    private static Result run(String command, String checkpoint, String... arguments) {
        String[] all = new String[arguments.length + 6];
        all[0] = "model";
        all[1] = command;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[arguments.length + 2] = "--model";
        all[arguments.length + 3] = CHECKPOINTS.resolve(checkpoint).toString();
        all[arguments.length + 4] = "--precision";
        all[arguments.length + 5] = "fp32";
        return Cli.run(all);
    }

    private static JsonNode golden(String checkpoint) throws IOException {
        return JSON.readTree(
                CHECKPOINTS.resolve(checkpoint).resolve("golden.json").toFile());
    }
}

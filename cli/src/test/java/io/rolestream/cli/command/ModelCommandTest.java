package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a small checkpoint of the classifier's tests, whose vocabulary is t0 to t89. */
class ModelCommandTest {
    private static final Path CHECKPOINT = Path.of("../engine/src/test/resources/io/rolestream/engine/model/bert");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldShowACheckpoint() {
        Result result = Cli.run("model", "show", CHECKPOINT.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains(
                        "bert: 2 layers, hidden size 32, 4 heads, vocabulary of 90 tokens",
                        "parameters, float32",
                        "5 labels: Data Engineer");
    }

    @Test
    void shouldPredictInTheOrderOfTheRows(@TempDir Path directory) throws IOException {
        JsonNode golden = JSON.readTree(CHECKPOINT.resolve("golden.json").toFile());
        StringBuilder rows = new StringBuilder();
        for (JsonNode sequence : golden.get("sequences")) {
            StringBuilder skills = new StringBuilder();
            sequence.forEach(id -> skills.append('t').append(id.asInt()).append(' '));
            rows.append(JSON.createObjectNode().put("skills", skills.toString()))
                    .append('\n');
        }
        rows.append("{\"skills\": null}\n");
        Path file = Files.writeString(directory.resolve("resumes.jsonl"), rows);

        Result result =
                Cli.run("model", "predict", file.toString(), "--model", CHECKPOINT.toString(), "--precision", "fp32");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.err())
                .contains("computing with fp32 on cpu", "row 13: neither skills nor text", "12 resumes");
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(golden.get("sequences").size());
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = JSON.readTree(lines.get(i));
            float[] logits = JSON.convertValue(line.get("logits").elements(), float[].class);
            float[] expected = JSON.convertValue(golden.get("logits").get(i), float[].class);
            assertThat(logits).containsExactly(expected, offset(1e-4f));
            assertThat(line.get("role").asText())
                    .isIn(List.of("Data Engineer", "DevOps Engineer", "Other", "SOC Analyst", "Software Engineer"));
            assertThat(line.get("cut").asBoolean()).isFalse();
        }
    }

    @Test
    void shouldSayWhatIsWrongWithACheckpoint(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("resumes.csv"), "skills\nJava\n");
        Result missing = Cli.run("model", "show", directory.resolve("none").toString());
        Result base = Cli.run(
                "model",
                "predict",
                file.toString(),
                "--model",
                CHECKPOINT.resolve("mlm").toString());

        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(missing.err()).startsWith("rolestream: ").contains("none", "no such directory");
        assertThat(base.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(base.err()).startsWith("rolestream: ").contains("mlm", "bert.pooler.dense.weight", "is missing");
    }
}

package io.rolestream.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.TensorValues;
import io.rolestream.engine.safetensors.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The base is {@code smollm2}, 24 wide. */
class AdapterDirectoryTest {
    private static final String MODULE = "model.layers.1.self_attn.o_proj";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    AdapterDirectoryTest(@TempDir Path folder) throws IOException {
        this.folder = folder.resolve("adapter");
        AdapterDirectory.write(
                this.folder,
                new AdapterConfig(base().toString(), 1, 2, List.of("o_proj")),
                List.of(
                        tensor(AdapterDirectory.tensorName(MODULE, true), 1, 24, 3),
                        tensor(AdapterDirectory.tensorName(MODULE, false), 24, 1, 0.5f)));
    }

    @Test
    void shouldAddTheScaledProductToTheAdaptedWeightOnly() throws IOException {
        String other = "model.layers.0.self_attn.o_proj.weight";
        try (Weights merged = CheckpointDirectory.open(folder).openWeights();
                Weights plain = CheckpointDirectory.open(base()).openWeights()) {
            float[] expected = TensorValues.of(plain, MODULE + ".weight");
            for (int i = 0; i < expected.length; i++) {
                expected[i] += 3; // 2 * 0.5 * 3
            }
            assertThat(TensorValues.of(merged, MODULE + ".weight")).containsExactly(expected);
            assertThat(TensorValues.of(merged, other)).containsExactly(TensorValues.of(plain, other));
        }
    }

    @Test
    void shouldWriteAMergedCheckpoint() throws IOException {
        CheckpointDirectory merged = CheckpointDirectory.open(folder).saveMerged(folder.resolve("merged"), DType.F32);

        assertThat(merged.adapter()).isNull();
        assertThat(merged.path().resolve(GenerationConfig.FILE)).exists();
        try (Weights expected = CheckpointDirectory.open(folder).openWeights();
                Weights written = merged.openWeights()) {
            assertThat(written.tensors()).hasSameSizeAs(expected.tensors());
            assertThat(TensorValues.of(written, MODULE + ".weight"))
                    .containsExactly(TensorValues.of(expected, MODULE + ".weight"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "peft_type|\"IA3\"|peft_type \"IA3\"; only adapters of the type LORA are supported",
                "peft_type|null|peft_type is missing",
                "use_dora|true|use_dora \"true\" is not supported",
                "bias|\"all\"|bias \"all\" is not supported",
                "modules_to_save|[\"lm_head\"]|modules_to_save",
                "rank_pattern|{\"q_proj\":4}|rank_pattern",
                "init_lora_weights|\"pissa\"|init_lora_weights \"pissa\" is not supported",
                "base_model_name_or_path|\"some/model\"|adapts the model \"some/model\", which is no directory here",
                "r|0|r must be"
            })
    void shouldRefuseByNameWhatItCannotMerge(String key, String value, String said) throws IOException {
        Path file = folder.resolve(AdapterConfig.FILE);
        ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
        json.set(key, JSON.readTree(value));
        JSON.writeValue(file.toFile(), json);

        assertThatThrownBy(() -> CheckpointDirectory.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(AdapterConfig.FILE, said);
    }

    @Test
    void shouldDivideByTheRootOfTheRankIfTheFileSaysSo() throws IOException {
        Path file = folder.resolve(AdapterConfig.FILE);
        ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
        json.put("r", 16).put("lora_alpha", 32);
        JSON.writeValue(file.toFile(), json);
        assertThat(AdapterDirectory.open(folder).scale()).isEqualTo(2);

        JSON.writeValue(file.toFile(), json.put("use_rslora", true));
        assertThat(AdapterDirectory.open(folder).scale()).isEqualTo(8);
    }

    @Test
    void shouldRefuseOtherTensors() throws IOException {
        assertRefused(
                "is no adapter of a linear layer",
                tensor("base_model.model.model.embed_tokens.lora_embedding_A", 1, 24, 1));
        assertRefused("is missing", tensor(AdapterDirectory.tensorName(MODULE, true), 1, 24, 1));
        assertRefused(
                "does not fit the weight",
                tensor(AdapterDirectory.tensorName(MODULE, true), 1, 23, 1),
                tensor(AdapterDirectory.tensorName(MODULE, false), 24, 1, 1));
        assertRefused(
                "adapts a module that the base",
                tensor(AdapterDirectory.tensorName("model.layers.9.self_attn.o_proj", true), 1, 24, 1),
                tensor(AdapterDirectory.tensorName("model.layers.9.self_attn.o_proj", false), 24, 1, 1));
    }

    private void assertRefused(String said, OutgoingTensor... tensors) throws IOException {
        SafetensorsWriter.write(folder.resolve(AdapterDirectory.WEIGHTS), List.of(tensors));

        assertThatThrownBy(() -> CheckpointDirectory.open(folder).openWeights())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(said);
    }

    @Test
    void shouldSayThatWeightsAreMissing() throws IOException {
        Files.delete(folder.resolve(AdapterDirectory.WEIGHTS));

        assertThatThrownBy(() -> CheckpointDirectory.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(AdapterDirectory.WEIGHTS, "no such file");
    }

    private static Path base() {
        return GenerationGolden.RESOURCES.resolve("smollm2").toAbsolutePath();
    }

    private static OutgoingTensor tensor(String name, int rows, int columns, float value) {
        float[] values = new float[rows * columns];
        Arrays.fill(values, value);
        return OutgoingTensor.of(name, DType.F32, new long[] {rows, columns}, values);
    }
}

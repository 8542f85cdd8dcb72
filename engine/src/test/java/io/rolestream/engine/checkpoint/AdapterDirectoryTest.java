package io.rolestream.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
                "base_model_name_or_path|\"some/model\"|adapts the model \"some/model\", but there is no such directory",
                "base_model_name_or_path|\"  \"|base_model_name_or_path is missing",
                "base_model_name_or_path|\"adapter\"|adapts a model that is itself adapters",
                "base_model_name_or_path|\"adapter/.\"|merge_and_unload",
                "lora_alpha|2000000|lora_alpha must be above 0 and at most 1048576, not 2000000.0",
                "r|0|r must be"
            })
    void shouldRefuseByNameWhatItCannotMerge(String key, String value, String said) throws IOException {
        setKey(key, JSON.readTree(value));

        assertThatThrownBy(() -> CheckpointDirectory.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(AdapterConfig.FILE, said);
    }

    @Test
    void shouldRefuseAdaptersThatAreEachOthersBase() throws IOException {
        for (String[] pair : new String[][] {{"a", "b"}, {"b", "a"}}) {
            AdapterDirectory.write(
                    folder.resolveSibling(pair[0]),
                    new AdapterConfig(pair[1], 1, 2, List.of("o_proj")),
                    List.of(tensor(AdapterDirectory.tensorName(MODULE, true), 1, 24, 3)));
        }

        assertThatThrownBy(() -> CheckpointDirectory.open(folder.resolveSibling("a")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(
                        "adapts a model that is itself adapters",
                        folder.resolveSibling("b").toString());
    }

    /** The tests' working directory has a directory {@code src} too. */
    @Test
    void shouldLookForTheBaseBesideItFirst() throws IOException {
        assertThat(Path.of("src")).isDirectory();
        Path beside = Files.createDirectory(folder.resolveSibling("src"));
        setKey("base_model_name_or_path", JSON.valueToTree("src"));

        assertThat(AdapterDirectory.open(folder).baseDirectory()).isEqualTo(beside);
    }

    @Test
    void shouldRefuseAnAlphaThatItWouldNotRead() {
        assertThatThrownBy(() -> new AdapterConfig("base", 1, 2e6, List.of("o_proj")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha must be above 0 and at most 1048576, not 2000000.0");
    }

    @Test
    void shouldDivideByTheRootOfTheRankIfTheFileSaysSo() throws IOException {
        setKey("r", JSON.valueToTree(16));
        setKey("lora_alpha", JSON.valueToTree(32));
        assertThat(AdapterDirectory.open(folder).scale()).isEqualTo(2);

        setKey("use_rslora", JSON.valueToTree(true));
        assertThat(AdapterDirectory.open(folder).scale()).isEqualTo(8);
    }

    @Test
    void shouldRefuseTensorsOfAnotherRank() throws IOException {
        setKey("r", JSON.valueToTree(16));

        assertThatThrownBy(() -> CheckpointDirectory.open(folder).openWeights())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has the rank 1, but r is 16");
    }

    /** The file is sparse. */
    @Test
    void shouldRefuseTensorsThatNoArrayHolds() throws IOException {
        long columns = 1L << 31;
        String header = "{\"" + AdapterDirectory.tensorName(MODULE, true) + "\":{\"dtype\":\"F16\",\"shape\":[1,"
                + columns + "],\"data_offsets\":[0," + 2 * columns + "]}}";
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve(AdapterDirectory.WEIGHTS).toFile(), "rw")) {
            file.write(ByteBuffer.allocate(Long.BYTES + bytes.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(bytes.length)
                    .put(bytes)
                    .array());
            file.setLength(Long.BYTES + bytes.length + 2 * columns);
        }

        assertThatThrownBy(() -> CheckpointDirectory.open(folder).openWeights())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("lora_A", "has 2147483648 numbers; at most 2147483647");
    }

    private void setKey(String key, JsonNode value) throws IOException {
        Path file = folder.resolve(AdapterConfig.FILE);
        ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
        json.set(key, value);
        JSON.writeValue(file.toFile(), json);
    }

    @Test
    void shouldRefuseOtherTensors() throws IOException {
        assertRefused(
                "is not a LoRA weight of a linear layer",
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

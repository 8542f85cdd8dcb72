package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tables a checkpoint shares is read as transformers reads it. */
class TiedWeightsTest {
    private static final String SHARED = "model.shared.weight";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void prepare() {
        Torch.prepareThread(2);
    }

    /** Its file says tied in both cases; a head of its own counts nevertheless. */
    @ParameterizedTest
    @CsvSource({
        "t5-untied, false, true",
        "t5-untied, false, false",
        "t5-tied, true, true",
        "t5-tied-unscaled, false, false"
    })
    void shouldReadTheHeadOfT5AsTransformers5(String name, boolean scaled, boolean packed) throws IOException {
        Files.copy(weights(name), folder.resolve(Weights.SINGLE_FILE));
        write(name, true, Map.of("scale_decoder_outputs", scaled));
        assertFirstLogits(name, packed);
    }

    @Test
    void shouldReadEachTableOfAnUntiedBart() throws IOException {
        Map<String, OutgoingTensor> tensors = tensors("bart");
        OutgoingTensor table = Objects.requireNonNull(tensors.get(SHARED));
        tensors.put(SHARED, OutgoingTensor.of(SHARED, DType.F32, table.shape(), new float[312 * 32]));
        for (String name :
                List.of("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight")) {
            tensors.put(name, new OutgoingTensor(name, DType.F32, table.shape(), table.content()));
        }
        assertUntiedBart(tensors);
    }

    @Test
    void shouldReadAnUntiedBartWithOneTableForBothStacks() throws IOException {
        Map<String, OutgoingTensor> tensors = tensors("bart");
        OutgoingTensor table = Objects.requireNonNull(tensors.get(SHARED));
        tensors.put("lm_head.weight", new OutgoingTensor("lm_head.weight", DType.F32, table.shape(), table.content()));
        assertUntiedBart(tensors);
    }

    private void assertUntiedBart(Map<String, OutgoingTensor> tensors) throws IOException {
        SafetensorsWriter.write(folder.resolve(Weights.SINGLE_FILE), List.copyOf(tensors.values()));
        write("bart", false, Map.of());
        assertFirstLogits("bart", false);
    }

    private static Path weights(String name) {
        return GenerationGolden.RESOURCES.resolve(name).resolve(Weights.SINGLE_FILE);
    }

    private static Map<String, OutgoingTensor> tensors(String name) throws IOException {
        Map<String, OutgoingTensor> result = new LinkedHashMap<>();
        try (Weights weights = Weights.open(GenerationGolden.RESOURCES.resolve(name))) {
            for (TensorInfo info : weights.tensors().values()) {
                int size = 1;
                for (long length : info.shape()) {
                    size *= (int) length;
                }
                FloatBuffer values = FloatBuffer.allocate(size);
                weights.forEachChunk(info.name(), (chunk, count) -> values.put(chunk, 0, count));
                result.put(info.name(), OutgoingTensor.of(info.name(), DType.F32, info.shape(), values.array()));
            }
        }
        return result;
    }

    private void write(String name, boolean tied, Map<String, Boolean> more) throws IOException {
        Path origin = GenerationGolden.RESOURCES.resolve(name);
        for (String file : List.of("generation_config.json", "tokenizer.json")) {
            Files.copy(origin.resolve(file), folder.resolve(file));
        }
        ObjectNode config = (ObjectNode)
                new ObjectMapper().readTree(origin.resolve("config.json").toFile());
        config.put("tie_word_embeddings", tied);
        more.forEach(config::put);
        Files.writeString(folder.resolve("config.json"), config.toString());
    }

    private void assertFirstLogits(String name, boolean packed) throws IOException {
        GenerationGolden golden = GenerationGolden.read(name);
        CheckpointDirectory checkpoint = CheckpointDirectory.open(folder);
        PackedSequences prompts = PackedSequences.ofSequences(
                golden.prompts().stream().map(TokenSequence::of).toList());
        try (StoredParameters parameters = StoredParameters.generator(checkpoint);
                Encoder generator = Generator.of(
                        parameters, GenerationGolden.config(checkpoint), Precision.FP32, packed, Device.cpu())) {
            float[][] rows = generator.compute(prompts);
            for (int i = 0; i < rows.length; i++) {
                assertThat(rows[i])
                        .as("prompt %d", i)
                        .containsExactly(golden.first().get(i), offset(1e-4f));
            }
        }
    }
}

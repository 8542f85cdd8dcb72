package io.rolestream.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.torch.NeedsCpuSupport;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NeedsCpuSupport.class)
class StoredParametersTest {
    @BeforeEach
    void prepare() {
        Torch.prepareThread(1);
    }

    @ParameterizedTest
    @CsvSource({"bart, FP32, true", "deberta-v3, BF16, true", "modernbert, INT8, false", "roberta, INT8, true"})
    void shouldGiveTheSameModelAsParametersInMemory(String family, Precision precision, boolean packed)
            throws IOException {
        CheckpointDirectory checkpoint = Golden.checkpoint(family);
        PackedSequences batch = PackedSequences.of(Golden.read(family).sequences());
        try (Parameters loaded = Parameters.load(checkpoint);
                StoredParameters stored = StoredParameters.classifier(checkpoint);
                Encoder expected = ScriptEncoder.of(loaded, Output.LOGITS, precision, packed, Device.cpu());
                Encoder encoder = ScriptEncoder.of(stored, Output.LOGITS, precision, packed, Device.cpu())) {
            stored.close();
            assertThat(encoder.compute(batch)).isDeepEqualTo(expected.compute(batch));
        }
    }

    @ParameterizedTest
    @CsvSource({"bart, FP32, true", "bart, INT8, false", "deberta-v3, BF16, true", "roberta, INT8, true"})
    void shouldComputeTheSameWithoutTheEmbeddingsOfOtherTokens(String family, Precision precision, boolean packed)
            throws IOException {
        List<int[]> sequences = Golden.read(family).sequences();
        PackedSequences batch = PackedSequences.of(sequences.subList(0, 1));
        BitSet tokens = tokens(batch);
        try (StoredParameters stored = StoredParameters.classifier(Golden.checkpoint(family));
                Encoder expected = ScriptEncoder.of(stored, Output.LOGITS, precision, packed, Device.cpu());
                Encoder encoder = ScriptEncoder.of(stored, Output.LOGITS, precision, packed, Device.cpu(), tokens)) {
            assertThat(encoder.compute(batch)).isDeepEqualTo(expected.compute(batch));
            int other = tokens.nextClearBit(5);
            assertThatThrownBy(() -> encoder.compute(PackedSequences.of(List.of(new int[] {other}))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("token " + other + " is none of those");
        }
    }

    private static BitSet tokens(PackedSequences batch) {
        BitSet tokens = new BitSet();
        IntStream.of(batch.ids()).forEach(tokens::set);
        return tokens;
    }

    /** A table that is converted in two blocks. */
    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16", "INT8"})
    void shouldConvertALargeTableBlockByBlock(Precision precision, @TempDir Path folder) throws IOException {
        CheckpointDirectory checkpoint;
        try (Parameters parameters = Parameters.initialize(Bert.roberta(40_000, 32, 1, 4, 64, 40), Head.NONE, 3)) {
            checkpoint = CheckpointDirectory.save(
                    folder.resolve("large"),
                    parameters.config(),
                    Golden.checkpoint("roberta").tokenizer(),
                    parameters.tensors(DType.F32));
        }
        PackedSequences batch = PackedSequences.of(List.of(new int[] {0, 7, 32_767, 32_768, 39_999, 2}));
        boolean packed = precision != Precision.INT8;
        try (Parameters loaded = Parameters.loadEncoder(checkpoint);
                StoredParameters stored = StoredParameters.encoder(checkpoint);
                Encoder some = ScriptEncoder.of(stored, Output.MEAN, precision, packed, Device.cpu(), tokens(batch));
                Encoder inMemory = ScriptEncoder.of(loaded, Output.MEAN, precision, packed, Device.cpu());
                Encoder encoder = ScriptEncoder.of(stored, Output.MEAN, precision, packed, Device.cpu())) {
            assertThat(encoder.compute(batch))
                    .isDeepEqualTo(inMemory.compute(batch))
                    .isDeepEqualTo(some.compute(batch));
        }
    }

    @ParameterizedTest
    @CsvSource({"roberta, false", "roberta, true", "deberta-v3, false", "bart, true", "modernbert, true"})
    void shouldKeepWordEmbeddingsInHalfTheMemoryBesideInt8(String family, boolean packed, @TempDir Path folder)
            throws IOException {
        CheckpointDirectory exact = Golden.checkpoint(family);
        CheckpointDirectory rounded;
        try (Parameters parameters = Parameters.load(exact)) {
            List<OutgoingTensor> tensors = new ArrayList<>(parameters.tensors(DType.F32));
            List<OutgoingTensor> halves = parameters.tensors(DType.BF16);
            tensors.replaceAll(tensor -> isWords(tensor) ? halves.get(tensors.indexOf(tensor)) : tensor);
            rounded = CheckpointDirectory.save(folder.resolve("r"), exact.config(), exact.tokenizer(), tensors);
        }
        PackedSequences batch = PackedSequences.of(Golden.read(family).sequences());
        assertThat(logits(rounded, Precision.INT8, packed, batch))
                .isDeepEqualTo(logits(exact, Precision.INT8, packed, batch));
        assertThat(logits(rounded, Precision.FP32, packed, batch)[0])
                .isNotEqualTo(logits(exact, Precision.FP32, packed, batch)[0]);
    }

    private static boolean isWords(OutgoingTensor tensor) {
        return tensor.name().matches(".*(word_embeddings|tok_embeddings|shared)\\.weight");
    }

    private static float[][] logits(
            CheckpointDirectory checkpoint, Precision precision, boolean packed, PackedSequences batch)
            throws IOException {
        try (StoredParameters stored = StoredParameters.classifier(checkpoint);
                Encoder encoder = ScriptEncoder.of(stored, Output.LOGITS, precision, packed, Device.cpu())) {
            return encoder.compute(batch);
        }
    }

    /** Whatever the size of a block, in particular one that does not divide the rows. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1000, 1 << 20})
    void shouldReadAnArrayBlockByBlock(int most) throws IOException {
        CheckpointDirectory checkpoint = Golden.checkpoint("bert");
        try (StoredParameters stored = StoredParameters.classifier(checkpoint);
                Parameters loaded = Parameters.load(checkpoint)) {
            for (int index = 0; index < 8; index++) {
                float[] whole = loaded.array(index).toFloatArray();
                float[] read = new float[whole.length];
                long[] shape = loaded.array(index).getShape().getShape();
                int width = whole.length / (int) shape[0];
                List<Long> begins = new ArrayList<>();
                stored.blocks(index, most, (rows, first) -> {
                    begins.add(first);
                    float[] values = rows.toFloatArray();
                    assertThat(values.length).isLessThanOrEqualTo(Math.max(most, width));
                    System.arraycopy(values, 0, read, (int) first * width, values.length);
                });
                assertThat(read).isEqualTo(whole);
                assertThat(begins).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void shouldRefuseAMissingTensorBeforeAnythingIsComputed(@TempDir Path folder) throws IOException {
        CheckpointDirectory whole = Golden.checkpoint("bert");
        try (Parameters parameters = Parameters.load(whole)) {
            List<OutgoingTensor> some = parameters.tensors(DType.F32).stream()
                    .filter(tensor -> !tensor.name().equals("classifier.bias"))
                    .toList();
            CheckpointDirectory part =
                    CheckpointDirectory.save(folder.resolve("part"), whole.config(), whole.tokenizer(), some);
            assertThatThrownBy(() -> StoredParameters.classifier(part).close())
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("tensor \"classifier.bias\": is missing");
            assertThatThrownBy(() -> StoredParameters.classifier(new CheckpointDirectory(
                                    whole.path(), whole.config().withLabels(List.of()), whole.tokenizer()))
                            .close())
                    .hasMessageContaining("has no id2label");
            StoredParameters.encoder(part).close();
        }
    }
}

package io.rolestream.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.torch.NeedsCpuSupport;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every forward pass gives what Hugging Face's transformers gives. */
@ExtendWith(NeedsCpuSupport.class)
class EncoderParityTest {
    @BeforeEach
    void prepare() {
        Torch.prepareThread(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "roberta",
                "xlm-roberta",
                "bert",
                "bert-relu",
                "distilbert",
                "modernbert",
                "modernbert-mean",
                "bart",
                "bart-scaled",
                "deberta-v3",
                "deberta-buckets",
                "deberta-v2"
            })
    void shouldComputeAsTransformersInPlainArrays(String family) throws IOException {
        try (Parameters parameters = Parameters.load(Golden.checkpoint(family));
                Encoder encoder = new ReferenceEncoder(parameters, Output.LOGITS)) {
            assertClose(encoder, Golden.read(family), 1e-4f);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "roberta, FP32, false, 1e-4",
        "xlm-roberta, FP32, false, 1e-4",
        "bert, FP32, false, 1e-4",
        "bert-relu, FP32, false, 1e-4",
        "roberta, FP32, true, 1e-4",
        "xlm-roberta, FP32, true, 1e-4",
        "bert, FP32, true, 1e-4",
        "bert-relu, FP32, true, 1e-4",
        "roberta, BF16, false, 0.1",
        "roberta, BF16, true, 0.1",
        "xlm-roberta, BF16, true, 0.1",
        "bert, BF16, true, 0.1",
        "bert-relu, BF16, true, 0.1",
        "roberta, INT8, false, 0.2",
        "roberta, INT8, true, 0.2",
        "xlm-roberta, INT8, false, 0.2",
        "xlm-roberta, INT8, true, 0.2",
        "bert, INT8, false, 0.2",
        "bert, INT8, true, 0.2",
        "bert-relu, INT8, false, 0.2",
        "bert-relu, INT8, true, 0.2",
        "distilbert, FP32, false, 1e-4",
        "distilbert, FP32, true, 1e-4",
        "distilbert, BF16, true, 0.1",
        "distilbert, INT8, false, 0.2",
        "distilbert, INT8, true, 0.2",
        "modernbert, FP32, false, 1e-4",
        "modernbert, FP32, true, 1e-4",
        "modernbert, BF16, false, 0.2",
        "modernbert, BF16, true, 0.2",
        "modernbert, INT8, false, 0.4",
        "modernbert, INT8, true, 0.4",
        "modernbert-mean, FP32, false, 1e-4",
        "modernbert-mean, FP32, true, 1e-4",
        "modernbert-mean, BF16, true, 0.2",
        "modernbert-mean, INT8, false, 0.4",
        "modernbert-mean, INT8, true, 0.4",
        "bart, FP32, false, 1e-4",
        "bart, FP32, true, 1e-4",
        "bart, BF16, false, 0.2",
        "bart, BF16, true, 0.2",
        "bart, INT8, false, 0.4",
        "bart, INT8, true, 0.4",
        "bart-scaled, FP32, false, 1e-4",
        "bart-scaled, FP32, true, 1e-4",
        "bart-scaled, BF16, true, 0.2",
        "bart-scaled, INT8, false, 0.4",
        "bart-scaled, INT8, true, 0.4",
        "deberta-v3, FP32, false, 1e-4",
        "deberta-v3, FP32, true, 1e-4",
        "deberta-v3, BF16, false, 0.2",
        "deberta-v3, BF16, true, 0.2",
        "deberta-v3, INT8, false, 0.4",
        "deberta-v3, INT8, true, 0.4",
        "deberta-buckets, FP32, false, 1e-4",
        "deberta-buckets, FP32, true, 1e-4",
        "deberta-buckets, BF16, true, 0.2",
        "deberta-buckets, INT8, false, 0.4",
        "deberta-buckets, INT8, true, 0.4",
        "deberta-v2, FP32, false, 1e-4",
        "deberta-v2, FP32, true, 1e-4",
        "deberta-v2, BF16, true, 0.2",
        "deberta-v2, INT8, false, 0.4",
        "deberta-v2, INT8, true, 0.4",
    })
    void shouldComputeAsTransformersInAScript(String family, Precision precision, boolean packed, float tolerance)
            throws IOException {
        try (Parameters parameters = Parameters.load(Golden.checkpoint(family));
                Encoder encoder = ScriptEncoder.of(parameters, Output.LOGITS, precision, packed, Device.cpu())) {
            assertClose(encoder, Golden.read(family), tolerance);
        }
    }

    private static void assertClose(Encoder encoder, Golden golden, float tolerance) {
        float[][] together = encoder.compute(PackedSequences.of(golden.sequences()));
        for (int i = 0; i < together.length; i++) {
            float[] expected = golden.logits().get(i);
            float[] alone = encoder.compute(
                            PackedSequences.of(List.of(golden.sequences().get(i))))[0];
            assertThat(together[i]).as("sequence %d in a batch", i).containsExactly(expected, offset(tolerance));
            assertThat(alone).as("sequence %d alone", i).containsExactly(expected, offset(tolerance));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "roberta, FIRST_TOKEN, FP32, true, 1e-4",
        "bert, FIRST_TOKEN, FP32, false, 1e-4",
        "bert, FIRST_TOKEN, INT8, false, 0.3",
        "bert, FIRST_TOKEN, INT8, true, 0.3",
        "roberta, MEAN, FP32, true, 1e-4",
        "bert, MEAN, FP32, true, 1e-4",
        "bert, MEAN, BF16, true, 0.1",
        "bert-relu, MEAN, INT8, false, 0.2",
        "xlm-roberta, MEAN, FP32, false, 1e-4",
        "distilbert, FIRST_TOKEN, FP32, true, 1e-4",
        "distilbert, MEAN, FP32, true, 1e-4",
        "modernbert, FIRST_TOKEN, FP32, true, 1e-4",
        "modernbert-mean, MEAN, FP32, true, 1e-4",
        "bart, FIRST_TOKEN, FP32, true, 1e-4",
        "bart-scaled, MEAN, FP32, true, 1e-4",
        "deberta-v3, FIRST_TOKEN, FP32, true, 1e-4",
        "deberta-v2, FIRST_TOKEN, FP32, true, 1e-4",
        "deberta-buckets, MEAN, FP32, true, 1e-4",
        "deberta-v2, MEAN, FP32, false, 1e-4",
    })
    void shouldPoolHiddenStatesAsTransformers(
            String family, Output output, Precision precision, boolean packed, float tolerance) throws IOException {
        CheckpointDirectory checkpoint = Golden.checkpoint(family);
        Golden golden = Golden.read(family);
        List<int[]> sequences = golden.sequences();
        List<float[]> expected = output == Output.MEAN ? golden.means() : golden.first();
        PackedSequences batch = checkpoint.config().tokenTypes() == 1
                ? PackedSequences.of(sequences)
                : PackedSequences.ofSequences(halves(sequences));
        try (Parameters parameters = Parameters.loadEncoder(checkpoint);
                Encoder reference = new ReferenceEncoder(parameters, output);
                Encoder encoder = ScriptEncoder.of(parameters, output, precision, packed, Device.cpu())) {
            float[][] plain = reference.compute(batch);
            float[][] fast = encoder.compute(batch);
            for (int i = 0; i < fast.length; i++) {
                assertThat(plain[i]).as("sequence %d", i).containsExactly(expected.get(i), offset(1e-4f));
                assertThat(fast[i]).as("sequence %d", i).containsExactly(expected.get(i), offset(tolerance));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "distilbert", "modernbert", "bart", "deberta-v3"})
    void shouldReadABaseModelWithoutThePrefixOfItsFamily(String family, @TempDir Path folder) throws IOException {
        CheckpointDirectory whole = Golden.checkpoint(family);
        PackedSequences batch = PackedSequences.of(Golden.read(family).sequences());
        try (Parameters parameters = Parameters.loadEncoder(whole);
                Encoder expected = new ReferenceEncoder(parameters, Output.MEAN)) {
            int prefix = parameters.layout().prefix().length();
            List<OutgoingTensor> bare = parameters.tensors(DType.F32).stream()
                    .map(tensor -> new OutgoingTensor(
                            tensor.name().substring(prefix), tensor.dtype(), tensor.shape(), tensor.content()))
                    .toList();
            CheckpointDirectory base = CheckpointDirectory.save(
                    folder.resolve("base"), whole.config().withLabels(List.of()), whole.tokenizer(), bare);
            try (Parameters read = Parameters.loadEncoder(base);
                    Encoder encoder = new ReferenceEncoder(read, Output.MEAN)) {
                assertThat(encoder.compute(batch)).isDeepEqualTo(expected.compute(batch));
            }
        }
    }

    /** The second half of each sequence is of the second type. */
    private static List<TokenSequence> halves(List<int[]> sequences) {
        return sequences.stream()
                .map(ids -> new TokenSequence(
                        ids,
                        IntStream.range(0, ids.length)
                                .map(place -> 2 * place < ids.length ? 0 : 1)
                                .toArray()))
                .toList();
    }

    @Test
    void shouldRefuseATokenTypeThatTheModelDoesNotHave() throws IOException {
        PackedSequences batch =
                PackedSequences.ofSequences(List.of(new TokenSequence(new int[] {5, 6}, new int[] {0, 1})));
        try (Parameters parameters = Parameters.load(Golden.checkpoint("roberta"));
                Encoder encoder = new ReferenceEncoder(parameters, Output.LOGITS)) {
            assertThatThrownBy(() -> encoder.compute(batch)).hasMessage("token type 1 is none of the model's 1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotDependOnTheOrderOfABatch(boolean packed) throws IOException {
        Golden golden = Golden.read("roberta");
        List<int[]> reversed = new ArrayList<>(golden.sequences());
        Collections.reverse(reversed);
        try (Parameters parameters = Parameters.load(Golden.checkpoint("roberta"));
                Encoder encoder = ScriptEncoder.of(parameters, Output.LOGITS, Precision.FP32, packed, Device.cpu())) {
            float[][] forwards = encoder.compute(PackedSequences.of(golden.sequences()));
            float[][] backwards = encoder.compute(PackedSequences.of(reversed));
            for (int i = 0; i < forwards.length; i++) {
                assertThat(backwards[forwards.length - 1 - i]).containsExactly(forwards[i], offset(1e-5f));
            }
        }
    }
}

package io.rolestream.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import io.rolestream.engine.model.bert.ReferenceEncoder;
import io.rolestream.engine.model.bert.ScriptEncoder;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every forward pass gives what Hugging Face's transformers gives. */
class EncoderParityTest {
    @BeforeEach
    void prepare() {
        Torch.prepareThread(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"roberta", "xlm-roberta", "bert", "bert-relu"})
    void shouldComputeAsTransformersInPlainArrays(String family) throws IOException {
        try (Parameters parameters = Parameters.load(Golden.checkpoint(family));
                Encoder encoder = new ReferenceEncoder(parameters)) {
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
        "xlm-roberta, INT8, false, 0.2",
        "bert, INT8, false, 0.2",
        "bert-relu, INT8, false, 0.2",
    })
    void shouldComputeAsTransformersInAScript(String family, Precision precision, boolean packed, float tolerance)
            throws IOException {
        try (Parameters parameters = Parameters.load(Golden.checkpoint(family));
                Encoder encoder = ScriptEncoder.of(parameters, precision, packed, Device.cpu())) {
            assertClose(encoder, Golden.read(family), tolerance);
        }
    }

    private static void assertClose(Encoder encoder, Golden golden, float tolerance) {
        float[][] together = encoder.logits(PackedSequences.of(golden.sequences()));
        for (int i = 0; i < together.length; i++) {
            float[] expected = golden.logits().get(i);
            float[] alone =
                    encoder.logits(PackedSequences.of(List.of(golden.sequences().get(i))))[0];
            assertThat(together[i]).as("sequence %d in a batch", i).containsExactly(expected, offset(tolerance));
            assertThat(alone).as("sequence %d alone", i).containsExactly(expected, offset(tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotDependOnTheOrderOfABatch(boolean packed) throws IOException {
        Golden golden = Golden.read("roberta");
        List<int[]> reversed = new ArrayList<>(golden.sequences());
        Collections.reverse(reversed);
        try (Parameters parameters = Parameters.load(Golden.checkpoint("roberta"));
                Encoder encoder = ScriptEncoder.of(parameters, Precision.FP32, packed, Device.cpu())) {
            float[][] forwards = encoder.logits(PackedSequences.of(golden.sequences()));
            float[][] backwards = encoder.logits(PackedSequences.of(reversed));
            for (int i = 0; i < forwards.length; i++) {
                assertThat(backwards[forwards.length - 1 - i]).containsExactly(forwards[i], offset(1e-5f));
            }
        }
    }
}

package io.rolestream.engine.model.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.ReferenceEncoder;
import io.rolestream.engine.model.ScriptEncoder;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.torch.NeedsCpuSupport;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.classification.TokenizedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A family that is registered here and nowhere else has everything that the families of the product have. */
@ExtendWith(NeedsCpuSupport.class)
class BagFamilyTest {
    private static final int WORDS = 60;
    private static final List<String> LABELS = List.of("a", "b", "c");
    private static final ModelConfig BASE =
            ModelConfig.of(Map.of("model_type", "bag", "words", WORDS, "width", 16, "depth", 2, "dropout", 0.1));
    private static final ModelConfig CLASSIFIER = BASE.withLabels(LABELS);

    @BeforeEach
    void prepare() {
        Torch.prepareThread(1);
    }

    @ParameterizedTest
    @CsvSource({"FP32, false, 1e-5", "FP32, true, 1e-5", "BF16, true, 0.02", "INT8, false, 0.02", "INT8, true, 0.02"})
    void shouldClassifyInEveryPrecision(Precision precision, boolean packed, float tolerance) {
        assertSame(Head.CLASSIFIER, Output.LOGITS, precision, packed, tolerance);
    }

    @ParameterizedTest
    @EnumSource(value = Output.class, names = "LOGITS", mode = EnumSource.Mode.EXCLUDE)
    void shouldPoolHiddenStates(Output output) {
        assertSame(Head.NONE, output, Precision.FP32, true, 1e-4f);
    }

    private static void assertSame(Head head, Output output, Precision precision, boolean packed, float tolerance) {
        PackedSequences batch = PackedSequences.of(
                examples(9).stream().map(TokenizedExample::ids).toList());
        try (Parameters parameters = Parameters.initialize(CLASSIFIER, head, 1);
                Encoder reference = new ReferenceEncoder(parameters, output);
                Encoder encoder = ScriptEncoder.of(parameters, output, precision, packed, Device.cpu())) {
            float[][] expected = reference.compute(batch);
            float[][] actual = encoder.compute(batch);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).containsExactly(expected[i], offset(tolerance));
            }
        }
    }

    @Test
    void shouldBeFineTunedAndReopened(@TempDir Path folder) throws IOException {
        TrainingOptions options = new TrainingOptions(
                TrainingOptions.Batching.of(10, 1),
                TrainingOptions.Schedule.of(10, 0.02),
                TrainingOptions.Optimizer.usual(),
                null,
                Precision.FP32,
                2,
                1);
        CheckpointDirectory saved;
        try (FineTuning tuning = FineTuning.open(
                StartingPoint.of(BASE, Golden.checkpoint("roberta").tokenizer()),
                LABELS,
                examples(120),
                List.of(),
                FineTuningOptions.of(options),
                null)) {
            tuning.run();
            assertThat(tuning.scores(examples(120)).accuracy()).isGreaterThan(0.9);
            saved = tuning.save(folder.resolve("model"), DType.F32);
        }
        assertThat(saved.config().keys().texts("architectures")).containsExactly("BagForSequenceClassification");
        assertThat(saved.config().keys().share("dropout", 0)).isEqualTo(0.1);
        Parameters.load(saved).close();
    }

    @Test
    void shouldRefuseAHeadThatItDoesNotHave() {
        assertThatThrownBy(() -> Parameters.initialize(BASE, Head.MASKED_LANGUAGE_MODEL, 1))
                .hasMessage("a bag of words predicts no words");
    }

    @Test
    void shouldRefuseAConfigurationWithoutItsKeys() {
        assertThatThrownBy(() -> ModelConfig.of(Map.of("model_type", "bag", "words", WORDS)))
                .hasMessage("width is missing");
    }

    /** Texts whose words tell their label. */
    private static List<TokenizedExample> examples(int count) {
        SplittableRandom random = new SplittableRandom(count);
        int words = WORDS / LABELS.size();
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int label = i % LABELS.size();
                    int[] ids = random.ints(3 + i % 5, label * words, (label + 1) * words)
                            .toArray();
                    return TokenizedExample.of(ids, label, LABELS.size());
                })
                .toList();
    }
}

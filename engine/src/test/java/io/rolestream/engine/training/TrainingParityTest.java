package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.pytorch.engine.PtNDArray;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.TensorValues;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.training.classification.ClassificationObjective;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.engine.training.pretraining.MaskedLanguageObjective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gradients and losses are those of PyTorch with Hugging Face's models, in one pass and in several with gradients
 * accumulated.
 */
class TrainingParityTest {
    @ParameterizedTest
    @CsvSource({
        "roberta, 8192",
        "xlm-roberta, 8192",
        "bert, 8192",
        "bert-relu, 8192",
        "roberta, 50",
        "distilbert, 8192",
        "modernbert, 8192",
        "modernbert, 100",
        "modernbert-mean, 8192",
        "bart, 8192",
        "bart-scaled, 8192",
        "bart-scaled, 50",
        "deberta-v3, 8192",
        "deberta-v3, 100",
        "deberta-buckets, 8192",
        "deberta-v2, 8192"
    })
    void shouldTrainAClassifierAsPyTorchDoes(String family, int passTokens, @TempDir Path folder) throws IOException {
        Golden golden = Golden.read(family);
        try (Parameters parameters = Parameters.load(Golden.checkpoint(family))) {
            trains(
                    parameters,
                    classification(golden),
                    golden,
                    passTokens,
                    golden.losses(),
                    Golden.directory(family),
                    folder);
        }
    }

    @ParameterizedTest
    @Tag("full")
    @CsvSource({
        "roberta, 8192",
        "xlm-roberta, 8192",
        "bert, 8192",
        "bert-relu, 8192",
        "bert, 50",
        "distilbert, 8192",
        "modernbert, 8192",
        "modernbert-mean, 8192",
        "deberta-v3, 8192",
        "deberta-v2, 8192"
    })
    void shouldTrainAMaskedLanguageModelAsPyTorchDoes(String family, int passTokens, @TempDir Path folder)
            throws IOException {
        Golden golden = Golden.read(family);
        CheckpointDirectory checkpoint = Golden.checkpoint(family + "/mlm");
        try (Parameters parameters = Parameters.load(checkpoint, checkpoint.config(), Head.MASKED_LANGUAGE_MODEL, 1)) {
            trains(parameters, masked(golden), golden, passTokens, golden.maskedLosses(), checkpoint.path(), folder);
        }
    }

    private void trains(
            Parameters parameters,
            Objective objective,
            Golden golden,
            int passTokens,
            List<Double> losses,
            Path directory,
            Path folder)
            throws IOException {
        TrainingOptions options = new TrainingOptions(
                new TrainingOptions.Batching(golden.sequences().size(), 1, passTokens),
                new TrainingOptions.Schedule(golden.steps(), golden.rate(), (double) golden.warmup() / golden.steps()),
                TrainingOptions.Optimizer.usual(),
                null,
                Precision.FP32,
                2,
                1);
        Path file = folder.resolve("gradients.safetensors");
        SafetensorsWriter.write(file, parameters.tensors(DType.F32, "", gradients(parameters, objective, passTokens)));
        assertSame(file, directory.resolve("gradients.safetensors"));
        try (TrainingRun run = new TrainingRun(parameters, objective, options)) {
            for (int step = 0; step < golden.steps(); step++) {
                assertThat(Toy.step(run).loss()).as("step %d", step).isCloseTo(losses.get(step), offset(1e-3));
            }
            assertThat(run.done()).isTrue();
        }
    }

    /** The gradients of a step over all examples, not clipped. */
    private static List<PtNDArray> gradients(Parameters parameters, Objective objective, int passTokens) {
        Objective.Batch batch =
                objective.batch(IntStream.range(0, objective.size()).toArray(), new SplittableRandom(1));
        Torch.prepareThread(2);
        parameters.arrays().forEach(array -> array.setRequiresGradient(true));
        try (Passes passes = new Passes(parameters, passTokens, null)) {
            passes.backward(batch, new SplittableRandom(1), Precision.FP32, () -> false);
        }
        List<PtNDArray> gradients =
                parameters.arrays().stream().map(PtNDArray::getGradient).toList();
        parameters.arrays().forEach(array -> array.setRequiresGradient(false));
        return gradients;
    }

    private static void assertSame(Path actualFile, Path expectedFile) throws IOException {
        try (SafetensorsFile actual = SafetensorsFile.open(actualFile);
                SafetensorsFile expected = SafetensorsFile.open(expectedFile)) {
            assertThat(actual.tensors()).hasSameSizeAs(expected.tensors());
            for (String name : expected.tensors().keySet()) {
                assertThat(TensorValues.of(actual, name))
                        .as(name)
                        .containsExactly(TensorValues.of(expected, name), offset(1e-4f));
            }
        }
    }

    private static Objective classification(Golden golden) {
        List<TokenizedExample> examples = new ArrayList<>();
        for (int i = 0; i < golden.sequences().size(); i++) {
            examples.add(TokenizedExample.of(
                    golden.sequences().get(i), golden.labels().get(i), golden.classWeights().length));
        }
        return new ClassificationObjective(examples, golden.classWeights(), golden.smoothing());
    }

    /** Nothing is masked: what is to be predicted is what the golden file says. */
    private static Objective masked(Golden golden) {
        List<MaskedLanguageObjective.MaskedText> texts = new ArrayList<>();
        for (int i = 0; i < golden.sequences().size(); i++) {
            int[] targets = golden.targets().get(i);
            int[] places = IntStream.range(0, targets.length)
                    .filter(place -> targets[place] >= 0)
                    .toArray();
            texts.add(new MaskedLanguageObjective.MaskedText(
                    golden.sequences().get(i),
                    places,
                    IntStream.of(places).map(place -> targets[place]).toArray()));
        }
        return new Objective() {
            @Override
            public Head head() {
                return Head.MASKED_LANGUAGE_MODEL;
            }

            @Override
            public int size() {
                return texts.size();
            }

            @Override
            public int tokens(int example) {
                return golden.sequences().get(example).length;
            }

            @Override
            public long fingerprint() {
                return 1;
            }

            @Override
            public Map<String, String> settings() {
                return Map.of();
            }

            @Override
            public SummedBatch batch(int[] examples, SplittableRandom random) {
                return new MaskedLanguageObjective.MaskedBatch(
                        IntStream.of(examples).mapToObj(texts::get).toList());
            }
        };
    }
}

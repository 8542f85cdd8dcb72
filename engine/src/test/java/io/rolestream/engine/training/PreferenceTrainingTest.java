package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.preference.PreferenceExamples;
import io.rolestream.engine.training.preference.PreferenceTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceTrainingTest {
    private static final int WIDTH = 32;

    private final List<TokenSequence> sequences =
            Toy.texts(8, 3).stream().map(TokenSequence::of).toList();

    private PreferenceTraining training() throws IOException {
        return training(Toy.start());
    }

    private PreferenceTraining training(StartingPoint from) throws IOException {
        PreferenceExamples.Builder examples = new PreferenceExamples.Builder();
        sequences.forEach(examples::sequence);
        for (int i = 0; i + 1 < sequences.size(); i += 2) {
            examples.prefer(i, i + 1, 0, 1);
        }
        return PreferenceTraining.open(
                from,
                examples.build(),
                new PreferenceExamples.Builder().build(),
                Toy.options(Precision.FP32, 1),
                new EvaluationPlan(1, 0),
                null);
    }

    /** The head's 32 weights have a deviation of 1 / sqrt(33), 0.17, instead of the encoder's 0.02. */
    @Test
    void shouldBeginWithAHeadOfTheAdvisedDeviation(@TempDir Path directory) throws Exception {
        try (PreferenceTraining training = training()) {
            assertNewHead(training.save(directory, DType.F32));
        }
    }

    /** Such as an encoder whose configuration has the labels of the model to be made. */
    @Test
    void shouldBeginANewHeadSoWhateverLabelsAreConfigured(@TempDir Path directory) throws Exception {
        StartingPoint from = Toy.start();
        ModelConfig config = from.config().withLabels(List.of("one"));
        CheckpointDirectory base;
        try (Parameters encoder = Parameters.initialize(config, Head.NONE, 1)) {
            base = CheckpointDirectory.save(
                    directory.resolve("base"), config, from.tokenizer(), encoder.tensors(DType.F32));
        }
        try (PreferenceTraining training = training(StartingPoint.of(base))) {
            assertNewHead(training.save(directory.resolve("out"), DType.F32));
        }
    }

    @Test
    void shouldKeepTheHeadOfItsBase(@TempDir Path directory) throws Exception {
        CheckpointDirectory base;
        try (PreferenceTraining training = training()) {
            base = training.save(directory.resolve("base"), DType.F32);
        }
        try (PreferenceTraining training = training(StartingPoint.of(base))) {
            assertThat(head(training.save(directory.resolve("out"), DType.F32))).isEqualTo(head(base));
        }
    }

    private static void assertNewHead(CheckpointDirectory model) throws IOException {
        float[] weights = head(model);
        double squares = 0;
        for (float weight : weights) {
            squares += weight * weight;
        }
        assertThat(weights).hasSize(WIDTH);
        assertThat(Math.sqrt(squares / WIDTH)).isBetween(0.12, 0.24);
    }

    private static float[] head(CheckpointDirectory model) throws IOException {
        try (Parameters parameters = Parameters.load(model)) {
            return parameters.arrays().get(parameters.outputWeight()).toFloatArray();
        }
    }

    @Test
    void shouldShiftTheMeanOfTheReferencesTo0(@TempDir Path directory) throws Exception {
        try (PreferenceTraining training = training()) {
            training.run();
            List<TokenSequence> references = sequences.subList(0, 4);
            float[] before = training.scores(references);

            double mean = training.calibrate(references);

            float[] after = training.scores(references);
            double sum = 0;
            for (int i = 0; i < after.length; i++) {
                assertThat((double) after[i]).isCloseTo(before[i] - mean, offset(1e-5));
                sum += after[i];
            }
            assertThat(sum / after.length).isCloseTo(0, offset(1e-5));
            CheckpointDirectory saved = training.save(directory, DType.F32);
            assertThat(saved.config().labels()).containsExactly(PreferenceTraining.LABEL);
        }
    }
}

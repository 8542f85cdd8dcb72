package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
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
        PreferenceExamples.Builder examples = new PreferenceExamples.Builder();
        sequences.forEach(examples::sequence);
        for (int i = 0; i + 1 < sequences.size(); i += 2) {
            examples.prefer(i, i + 1, 0, 1);
        }
        return PreferenceTraining.open(
                Toy.start(),
                examples.build(),
                new PreferenceExamples.Builder().build(),
                Toy.options(Precision.FP32, 1),
                new EvaluationPlan(1, 0),
                null);
    }

    /** The head's 32 weights have a deviation of 1 / sqrt(33), 0.17, instead of the encoder's 0.02. */
    @Test
    void shouldBeginWithAHeadOfTheAdvisedDeviation(@TempDir Path directory) throws Exception {
        try (PreferenceTraining training = training();
                Parameters written = Parameters.load(training.save(directory, DType.F32))) {
            float[] weights = written.arrays().get(written.outputWeight()).toFloatArray();
            double squares = 0;
            for (float weight : weights) {
                squares += weight * weight;
            }
            assertThat(weights).hasSize(WIDTH);
            assertThat(Math.sqrt(squares / WIDTH)).isBetween(0.12, 0.24);
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

package io.rolestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.recipe.Targets.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTrainingTest {
    private final Path model;

    SelfTrainingTest(@TempDir Path folder) {
        model = folder.resolve("model");
    }

    private static List<Target> targets(List<TrainingText> texts) {
        return new Targets(Stream.RULES, Stream.recipe(), List.of(), 1).of(texts);
    }

    @Test
    void shouldTakeWhatTheModelIsSureOf() throws Exception {
        List<TrainingText> texts = new ArrayList<>(Stream.texts(60, 1));
        texts.set(0, Stream.answered(texts.get(0), "Other"));
        List<Target> targets = targets(texts);
        List<Prediction> predictions;
        try (TextClassifier classifier = TextClassifier.open(
                TinyModel.write(model, Stream.TAXONOMY.names(), 1, null),
                InferenceOptions.defaults().withPrecision(Precision.FP32).withThreads(1, 1))) {
            predictions =
                    classifier.classify(texts.stream().map(TrainingText::text).toList());
        }
        double median = predictions.stream()
                .mapToDouble(prediction -> prediction.probabilities()[prediction.label()])
                .sorted()
                .skip(30)
                .findFirst()
                .orElseThrow();

        List<Target> relabelled = new SelfTraining(median, 1).relabelled(CheckpointDirectory.open(model), targets);

        assertThat(relabelled).hasSize(60);
        assertThat(relabelled.get(0)).as("of a person").isEqualTo(targets.get(0));
        int taken = 0;
        for (int i = 1; i < 60; i++) {
            float sure = predictions.get(i).probabilities()[predictions.get(i).label()];
            if (relabelled.get(i) != targets.get(i)) {
                taken++;
                assertThat(relabelled.get(i).role())
                        .isEqualTo(predictions.get(i).label());
                assertThat(relabelled.get(i).weight()).isEqualTo(sure, offset(1e-4f));
                assertThat(sure).isGreaterThan((float) median - 1e-4f);
                assertThat(relabelled.get(i).learntText())
                        .isEqualTo(targets.get(i).learntText());
            }
        }
        assertThat(taken).isBetween(27, 32);
    }

    @Test
    void shouldLeaveLabelsToAModelThatHasOneAnswerOnly() throws Exception {
        TinyModel.write(model, Stream.TAXONOMY.names(), 1, "Cloud Engineer");
        List<Target> targets = targets(Stream.texts(60, 1));

        assertThat(new SelfTraining(0.5, 1).relabelled(CheckpointDirectory.open(model), targets))
                .isEqualTo(targets);
    }
}

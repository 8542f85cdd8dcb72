package io.rolestream.trainer.curves;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.TrainingStep;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.evaluation.report.TrainingSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCurveTest {
    private final Path folder;
    private final Path state;

    TrainingCurveTest(@TempDir Path folder) {
        this.folder = folder;
        state = folder.resolve("model.state");
    }

    @Test
    void shouldDrawLossRateAndScores() throws IOException {
        try (TrainingCurve curve = TrainingCurve.of(state, false)) {
            for (int step = 1; step <= 500; step++) {
                curve.accept(
                        step(step, 2.0 / step, step % 250 == 0 ? new ValidationResult(step, 0.5, 0.8, 0.7) : null));
            }
            TrainingPlots.write(folder, curve, "agreement with the labels", null);
        }

        String loss = Files.readString(folder.resolve(TrainingSection.LOSS));
        assertThat(loss).contains("examples learnt from", "held-out examples");
        assertThat(loss.split("<circle"))
                .as("neighbouring steps are drawn together")
                .hasSizeLessThan(130);
        assertThat(folder.resolve(TrainingSection.RATE)).content().contains("Learning rate by epoch", "0.005");
        assertThat(folder.resolve(TrainingSection.SCORES))
                .content()
                .contains("macro-F1 1.000, 0.700", "agreement with the labels 2.000, 0.800");
        assertThat(TrainingSection.of(folder))
                .contains("## How it learnt", "](training-loss.svg)", "](training-rate.svg)", "](training-scores.svg)")
                .contains("held-out examples chose the step");
    }

    @Test
    void shouldDrawNoScoresWithoutHeldOutExamples() throws IOException {
        assertThat(TrainingSection.of(folder)).isEmpty();
        try (TrainingCurve curve = TrainingCurve.of(state, false)) {
            TrainingPlots.write(folder, curve, "accuracy", null);
            assertThat(TrainingSection.of(folder)).as("without a step").isEmpty();
            curve.accept(step(1, 1, null));
            TrainingPlots.write(folder, curve, "accuracy", null);
        }

        assertThat(TrainingSection.of(folder))
                .contains("training-loss.svg")
                .doesNotContain("training-scores.svg", "chose the step");
    }

    @Test
    void shouldContinueTheCurveOfAKilledTraining() throws IOException {
        try (TrainingCurve curve = TrainingCurve.of(state, false)) {
            curve.accept(step(1, 1, new ValidationResult(1, 0.9, 0.5, null)));
            curve.accept(step(2, 7, null));
        }
        Path file = folder.resolve("model.state.curve.jsonl");
        Files.writeString(file, Files.readString(file) + "{\"step\":3,\"lo");

        try (TrainingCurve curve = TrainingCurve.of(state, true)) {
            curve.accept(step(2, 0.8, null)); // repeated, since the state was of the step before
            curve.accept(step(3, 0.7, null));
        }

        try (TrainingCurve curve = TrainingCurve.of(state, true)) {
            assertThat(curve.points()).extracting(CurvePoint::loss).containsExactly(1.0, 0.8, 0.7);
            assertThat(curve.points().get(0).heldOut()).isEqualTo(new ValidationResult(1, 0.9, 0.5, null));
        }
        try (TrainingCurve curve = TrainingCurve.of(state, false)) {
            curve.accept(step(1, 3, null));
            assertThat(curve.points()).as("a new training").hasSize(1);
        }
        TrainingCurve.delete(state);
        assertThat(folder).isEmptyDirectory();
    }

    private static TrainingProgress step(long step, double loss, @Nullable ValidationResult validation) {
        return new TrainingProgress(
                new TrainingStep(step, 500, loss, 1, step * 1e-5, 8, 100, 1_000),
                step / 250.0,
                100,
                Duration.ZERO,
                validation,
                validation != null);
    }
}

package io.rolestream.dashboard.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.GeneratedRecords;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainersTest {
    static {
        GeneratedRecords.trust(); // reports are made of defaults
    }

    private final Trainers trainers = new Trainers();

    private void report(String model, String version, double epoch, @Nullable Double heldOutEpoch) {
        trainers.report(
                model,
                TrainerStatus.newBuilder()
                        .setTrainerId(model)
                        .setModelName(model)
                        .setVersion(version)
                        .setStage("fine-tuning")
                        .setEpoch(epoch)
                        .setLoss(1 / epoch)
                        .setLearningRate(1e-4)
                        .setHeldOutEpoch(heldOutEpoch)
                        .setHeldOutLoss(heldOutEpoch == null ? null : Double.valueOf(0.5))
                        .setHeldOutScore(heldOutEpoch == null ? null : Double.valueOf(0.9))
                        .build());
    }

    @Test
    void shouldDrawEachModelsLatestTrainingTheLatestFirst() {
        report("roles", "1", 0.5, null);
        report("roles", "1", 1, 1.0);
        report("roles", "1", 1.5, 1.0);
        report("matcher", "7", 2, null);

        assertThat(trainers.part().curves())
                .extracting(TrainingCurves.Drawn::model)
                .containsExactly("matcher", "roles");
        TrainingCurves.Drawn roles = trainers.part().curves().get(1);
        assertThat(roles.steps())
                .containsExactly(
                        new double[] {0.5, 2, 1e-4}, new double[] {1, 1, 1e-4}, new double[] {1.5, 1 / 1.5, 1e-4});
        assertThat(roles.heldOut()).as("each evaluation once").containsExactly(new double[] {1, 0.5, 0.9});
    }

    @Test
    void shouldLeaveOutWhatIsNoNumber() {
        report("roles", "1", 1, null);
        trainers.report(
                "roles",
                TrainerStatus.newBuilder()
                        .setTrainerId("roles")
                        .setModelName("roles")
                        .setVersion("1")
                        .setStage("fine-tuning")
                        .setEpoch(2.0)
                        .setLoss(0.5)
                        .setLearningRate(Double.POSITIVE_INFINITY)
                        .setHeldOutEpoch(2.0)
                        .setHeldOutLoss(Double.NaN)
                        .setHeldOutScore(0.5)
                        .build());

        TrainingCurves.Drawn roles = trainers.part().curves().get(0);
        assertThat(roles.heldOut()).isEmpty();
        assertThat(roles.steps().get(1)).containsExactly(2, 0.5, -1);
    }

    @Test
    void shouldBeginAgainWithAnotherVersionOrStage() {
        report("roles", "1", 1, 1.0);
        report("roles", "2", 0.5, null);
        assertThat(trainers.part().curves().get(0).version()).isEqualTo("2");
        assertThat(trainers.part().curves().get(0).steps()).hasSize(1);
        assertThat(trainers.part().curves().get(0).heldOut()).isEmpty();

        report("roles", "2", 0.25, null);
        assertThat(trainers.part().curves().get(0).steps())
                .as("trained a second time")
                .hasSize(1);
    }

    @Test
    void shouldKeepTheShapeOfALongTrainingInAFewPoints() {
        for (int i = 1; i <= 100_000; i++) {
            report("roles", "1", i / 1_000.0, null);
        }

        var steps = trainers.part().curves().get(0).steps();
        assertThat(steps).hasSizeBetween(90, 200);
        assertThat(steps.get(0)[0]).isEqualTo(0.001);
        assertThat(steps.get(steps.size() - 1)[0]).isGreaterThan(98);
    }
}

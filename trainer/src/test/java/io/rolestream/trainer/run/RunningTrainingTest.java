package io.rolestream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.TrainingStep;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.trainer.recipe.TrainingMonitor.Stage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunningTrainingTest {
    static {
        GeneratedRecords.trust(); // reports are made of defaults
    }

    private final RunningTraining training = new RunningTraining("v1");

    private TrainerStatus report(@Nullable RunningTraining of) {
        TrainerStatus.Builder status = TrainerStatus.newBuilder();
        RunningTraining.report(of, status);
        return status.build();
    }

    @Test
    void shouldReportTheLatestHeldOutResultUntilTheNextStageWithSteps() {
        training.stage(Stage.FINE_TUNING, 10);
        training.progressed(Stage.FINE_TUNING, step(1, new ValidationResult(1, 0.6, 0.8, 0.7)));
        training.progressed(Stage.FINE_TUNING, step(2, null));

        TrainerStatus status = report(training);
        assertThat(status.getStage()).isEqualTo("fine-tuning");
        assertThat(status.getEpoch()).isEqualTo(0.2);
        assertThat(status.getLearningRate()).isEqualTo(1e-4);
        assertThat(status.getHeldOutEpoch()).isEqualTo(0.1);
        assertThat(status.getHeldOutLoss()).isEqualTo(0.6);
        assertThat(status.getHeldOutScore()).as("macro-F1").isEqualTo(0.7);

        training.stage(Stage.EVALUATING, 10);
        assertThat(report(training).getLoss()).isNull();
        assertThat(report(training).getHeldOutScore()).isEqualTo(0.7);

        training.stage(Stage.FINE_TUNING, 10);
        assertThat(report(training).getHeldOutScore()).isNull();
    }

    @Test
    void shouldReportTheAccuracyOfAModelWithoutMacroF1() {
        training.progressed(Stage.FINE_TUNING, step(1, new ValidationResult(1, 0.6, 0.8, null)));

        assertThat(report(training).getHeldOutScore()).isEqualTo(0.8);
        assertThat(report(null).getHeldOutScore()).isNull();
    }

    private static TrainingProgress step(long step, @Nullable ValidationResult validation) {
        return new TrainingProgress(
                new TrainingStep(step, 10, 1, 1, 1e-4, 8, 100, 1_000),
                step / 10.0,
                100,
                Duration.ZERO,
                validation,
                true);
    }
}

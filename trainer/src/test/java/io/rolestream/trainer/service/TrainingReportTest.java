package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.TrainingStep;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.trainer.recipe.TrainingMonitor.Stage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
    private final TrainingReport report = new TrainingReport(null, "methods", "alignment");

    @Test
    void shouldSayWhatIsTrainedBeforeTheFirstStep() {
        assertThat(report.latest().getVersion()).isEqualTo("methods");
        assertThat(report.latest().getStage()).isEqualTo("alignment");
        assertThat(report.latest().getEpoch()).isNull();
        assertThat(TrainingReport.isByHand(report.latest())).isTrue();
    }

    @Test
    void shouldReportTheLatestMeasurementOfATraining() {
        report.accept(step(1, new ValidationResult(1, 0.7, 0.5, null)));
        report.accept(step(2, null));

        assertThat(report.latest().getEpoch()).isEqualTo(0.2);
        assertThat(report.latest().getHeldOutEpoch()).isEqualTo(0.1);
        assertThat(report.latest().getHeldOutLoss()).isEqualTo(0.7);
        assertThat(report.latest().getHeldOutScore()).isEqualTo(0.5);
    }

    /** The page would take the last measurement of one method for the first of the next. */
    @Test
    void shouldForgetItWhereTheNextTrainingBegins() {
        report.accept(step(9, new ValidationResult(9, 0.7, 0.5, null)));
        report.accept(step(1, null));

        assertThat(report.latest().getEpoch()).isEqualTo(0.1);
        assertThat(report.latest().getHeldOutEpoch()).isNull();
        assertThat(report.latest().getHeldOutScore()).isNull();
    }

    @Test
    void shouldReportTheStagesOfATraining() {
        report.stage(Stage.FINE_TUNING, 100);
        report.progressed(Stage.FINE_TUNING, step(2, new ValidationResult(2, 0.7, 0.5, null)));

        assertThat(report.latest().getStage()).isEqualTo("fine-tuning");
        assertThat(report.latest().getEpoch()).isEqualTo(0.2);

        report.stage(Stage.JUDGING, 10);

        assertThat(report.latest().getStage()).isEqualTo("judging");
        assertThat(report.latest().getEpoch()).isNull();
        assertThat(report.latest().getHeldOutScore()).as("still the latest").isEqualTo(0.5);

        report.stage(Stage.FINE_TUNING, 100);

        assertThat(report.latest().getHeldOutScore()).isNull();
    }

    private static TrainingProgress step(long number, @Nullable ValidationResult validation) {
        return new TrainingProgress(
                new TrainingStep(number, 10, 0.3, 1, 1e-4, 8, 100, 1_000),
                number / 10.0,
                5,
                Duration.ZERO,
                validation,
                false);
    }
}

package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerReportsTest {
    @Test
    void shouldShowReportsOnTheRecommendersModelsOfTheSameTrainersOnly() {
        var reports = TrainerReports.of(
                List.of(
                        report("g-roles-1", "roles"),
                        report("g-roles-1-matcher", "matcher"),
                        report("g-roles-1-reward", "reward"),
                        report("g-other-1", "other"),
                        report("g-other-1-matcher", "matcher")),
                "roles");

        assertThat(reports.all())
                .extracting(TrainerStatus::getTrainerId)
                .containsExactly("g-roles-1", "g-roles-1-matcher", "g-roles-1-reward");
    }

    private static TrainerStatus report(String trainer, String model) {
        return TrainerStatus.newBuilder()
                .setTrainerId(trainer)
                .setModelName(model)
                .setHost("host")
                .setState(TrainerState.STANDING_BY)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }
}

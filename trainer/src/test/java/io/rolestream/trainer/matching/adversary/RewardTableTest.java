package io.rolestream.trainer.matching.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.evaluation.significance.Wilson;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewardTableTest {
    private static RewardTable.Row row(int right, int of) {
        return new RewardTable.Row(of, Wilson.interval(right, of), 0.5, 0.25);
    }

    @Test
    void shouldFailAModelThatLongOrStuffedPostingsDeceive() {
        RewardTable table = new RewardTable(
                row(50, 100),
                Map.of(
                        Adversary.PADDED, row(89, 100),
                        Adversary.STUFFED, row(95, 100),
                        Adversary.LISTED, row(3, 3),
                        Adversary.COPIED, row(0, 100)));

        assertThat(table.failures()).hasSize(2);
        assertThat(table.failures().get(0))
                .startsWith("is deceived by another role's job, padded")
                .contains("0.890");
        assertThat(table.failures().get(1)).contains("only the resume's skills", "1.000", "0.439 to 1.000");
    }

    @Test
    void shouldMeasureTheLevelOfScores() {
        RewardReport.Level level = RewardReport.Level.of(new double[] {-1, 1, 3});

        assertThat(level.mean()).isEqualTo(1);
        assertThat(level.deviation()).isCloseTo(Math.sqrt(8.0 / 3), offset(1e-12));
        assertThat(level.sentence()).contains("Scores of 3 resumes", "mean 1.000", "deviation 1.633");
    }
}

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

        assertThat(table.failures())
                .singleElement()
                .asString()
                .startsWith("is deceived by another role's job, padded")
                .contains("0.890");
    }

    @Test
    void shouldNotDecideByFewComparisons() {
        RewardTable table = new RewardTable(
                row(50, 100),
                Map.of(
                        Adversary.PADDED, row(20, 20),
                        Adversary.STUFFED, row(0, 19),
                        Adversary.LISTED, row(3, 3)));

        assertThat(table.failures()).isEmpty();
        assertThat(table.missing())
                .containsExactly(
                        "only 0 comparisons with the same job, padded to three times its length; 20 are needed",
                        "only 19 comparisons with another role's job, stuffed with the resume's skills; 20 are needed",
                        "only 3 comparisons with only the resume's skills, repeated; 20 are needed");
    }

    @Test
    void shouldMeasureTheLevelOfScores() {
        RewardReport.Level level = RewardReport.Level.of(new double[] {-1, 1, 3});

        assertThat(level.mean()).isEqualTo(1);
        assertThat(level.deviation()).isCloseTo(Math.sqrt(8.0 / 3), offset(1e-12));
        assertThat(level.sentence())
                .contains("Scores of 3 resumes", "mean 1.000", "standard error 1.155", "deviation 1.633");
    }
}

package io.rolestream.evaluation.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.evaluation.significance.Estimate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairComparisonTest {
    private static final int PAIRS = 400;
    private static final int RESUMES = 40;

    private static final boolean[] LABELS = new boolean[PAIRS];
    private static final double[] TELLING = new double[PAIRS];
    private static final int[] PEOPLE =
            IntStream.range(0, PAIRS).map(i -> i % RESUMES).toArray();

    static {
        Random random = new Random(5);
        for (int i = 0; i < PAIRS; i++) {
            LABELS[i] = random.nextInt(4) == 0;
            TELLING[i] = LABELS[i] ? 0.3 + 0.6 * random.nextDouble() : 0.1 + 0.5 * random.nextDouble();
        }
    }

    private static double[] constant(double probability) {
        double[] all = new double[PAIRS];
        Arrays.fill(all, probability);
        return all;
    }

    private static PairComparison compared() {
        Map<String, double[]> predictors = new LinkedHashMap<>();
        predictors.put("constant", constant(0.25));
        predictors.put("telling", TELLING);
        return PairComparison.of("all", LABELS, PEOPLE, predictors);
    }

    /** By comparing every positive pair with every negative one. */
    private static double area(double[] scores, boolean[] labels, int[] times) {
        double won = 0;
        double compared = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] && !labels[j]) {
                    double both = (double) times[i] * times[j];
                    compared += both;
                    won += both * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0);
                }
            }
        }
        return won / compared;
    }

    @Test
    void shouldComputeTheAreaAsAllComparisonsDo() {
        Random random = new Random(9);
        for (int round = 0; round < 50; round++) {
            double[] scores =
                    random.doubles(30).map(score -> Math.round(score * 8)).toArray();
            boolean[] labels = new boolean[30];
            int[] times = random.ints(30, 0, 3).toArray();
            for (int i = 2; i < 30; i++) {
                labels[i] = random.nextBoolean();
            }
            labels[0] = true;
            times[0] = 1;
            times[1] = 1;

            assertThat(new AreaUnderCurve(scores, labels).of(times))
                    .isCloseTo(area(scores, labels, times), offset(1e-12));
        }
    }

    @Test
    void shouldGiveAConstantTheAreaOfChanceAndTheLossOfItsProbability() {
        PairComparison.Measured constant = compared().predictors().get(0);
        double positives = IntStream.range(0, PAIRS).filter(i -> LABELS[i]).count();

        assertThat(constant.auc()).isEqualTo(new Estimate(0.5, 0.5, 0.5));
        assertThat(constant.logLoss().value())
                .isCloseTo(-(positives * Math.log(0.25) + (PAIRS - positives) * Math.log(0.75)) / PAIRS, offset(1e-12));
        assertThat(constant.aucDifference()).isNull();
    }

    @Test
    void shouldFindWhatTellsMoreThanAConstant() {
        PairComparison comparison = compared();
        PairComparison.Measured telling = comparison.predictors().get(1);

        assertThat(comparison.resumes()).isEqualTo(RESUMES);
        assertThat(Objects.requireNonNull(telling.aucDifference()).lower()).isGreaterThan(0.2);
        assertThat(Objects.requireNonNull(telling.logLossDifference()).upper()).isNegative();
    }

    @Test
    void shouldFindNoDifferenceBetweenTheSame() {
        Map<String, double[]> predictors = new LinkedHashMap<>();
        predictors.put("one", TELLING);
        predictors.put("same", TELLING.clone());

        PairComparison.Measured same = PairComparison.of("all", LABELS, PEOPLE, predictors)
                .predictors()
                .get(1);

        assertThat(same.aucDifference()).isEqualTo(new Estimate(0, 0, 0));
        assertThat(same.logLossDifference()).isEqualTo(new Estimate(0, 0, 0));
    }

    @Test
    void shouldSayThatAllPairsHaveOneLabel() {
        assertThatThrownBy(() ->
                        PairComparison.of("all", new boolean[3], new int[] {0, 1, 2}, Map.of("one", new double[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("all: 0 of 3 pairs led to an application");
    }

    @Test
    void shouldReportAsTextPageAndJson() {
        PairReport report = new PairReport(
                "A report",
                List.of(compared()),
                List.of(new PairReport.Prediction("r", "j", true, Map.of("telling", 0.5))),
                List.of("A <remark>."));

        assertThat(report.text()).contains("all: 400 pairs of 40 resumes", "telling", "A <remark>.");
        assertThat(report.page()).contains("A &lt;remark&gt;.", "LogLoss");
        assertThat(report.predictionLines())
                .isEqualTo(
                        "{\"resumeId\":\"r\",\"jobId\":\"j\",\"applied\":true,\"probabilities\":{\"telling\":0.5}}\n");
        assertThat(report.json()
                        .at("/comparisons/0/predictors/1/aucDifference/lower")
                        .asDouble())
                .isGreaterThan(0.2);
    }

    @Test
    void shouldRefuseAProbabilityThatIsNoNumber() {
        double[] broken = constant(0.25);
        broken[7] = Double.NaN;

        assertThatThrownBy(() -> PairComparison.of("all", LABELS, PEOPLE, Map.of("broken", broken)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("all: \"broken\" predicts a probability that is no finite number");
    }
}

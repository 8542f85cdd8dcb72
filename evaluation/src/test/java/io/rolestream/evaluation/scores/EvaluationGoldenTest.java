package io.rolestream.evaluation.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.evaluation.calibration.CoefficientFit;
import io.rolestream.evaluation.calibration.TemperatureFit;
import io.rolestream.evaluation.testing.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with what scikit-learn, numpy and scipy compute; tools/evaluation_golden.py made the file. */
class EvaluationGoldenTest {
    private static final Offset<Double> EXACT = within(1e-9);

    @ParameterizedTest
    @MethodSource("cases")
    void shouldScoreTheModelAsScikitLearn(JsonNode golden) {
        compare(golden.get("model"), golden, Contender.MODEL);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldScoreTheJointDecisionAsScikitLearn(JsonNode golden) {
        compare(golden.get("joint"), golden, Contender.JOINT);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFitTheTemperatureAsScipy(JsonNode golden) {
        TemperatureFit fit = TemperatureFit.fit(items(golden));
        double expected = golden.get("fittedTemperature").doubleValue();

        assertThat((double) fit.temperature()).isCloseTo(expected, within(1e-5 * expected));
        assertThat(fit.after()).isLessThanOrEqualTo(fit.before());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFitTheCoefficientAsScipy(JsonNode golden) {
        CoefficientFit fit =
                CoefficientFit.fit(items(golden), golden.get("temperature").floatValue());

        assertThat((double) fit.coefficient())
                .isCloseTo(golden.get("fittedCoefficient").doubleValue(), within(1e-5));
        assertThat(fit.after()).isLessThanOrEqualTo(fit.before());
    }

    private static void compare(JsonNode expected, JsonNode golden, Contender contender) {
        SetEvaluation set = evaluate(golden);
        ContenderScores scores = set.of(contender);
        assertThat(scores.accuracy().value()).isCloseTo(expected.get("accuracy").doubleValue(), EXACT);
        compare(expected.get("macro"), scores.macro());
        compare(expected.get("weighted"), scores.weighted());
        assertThat(scores.macroF1().value()).isCloseTo(scores.macro().f1(), EXACT);
        List<LabelScores> roles = scores.scores().labels();
        for (int i = 0; i < roles.size(); i++) {
            JsonNode figures = expected.get("roles");
            assertThat(roles.get(i).precision())
                    .isCloseTo(figures.get("precision").get(i).doubleValue(), EXACT);
            assertThat(roles.get(i).recall())
                    .isCloseTo(figures.get("recall").get(i).doubleValue(), EXACT);
            assertThat(roles.get(i).f1()).isCloseTo(figures.get("f1").get(i).doubleValue(), EXACT);
            for (int j = 0; j < roles.size(); j++) {
                assertThat(scores.confusion().count(i, j))
                        .isEqualTo(expected.get("confusion").get(i).get(j).longValue());
            }
        }
        CalibrationScores calibration = set.calibrationOf(contender);
        assertThat(calibration.bins()).hasSize(golden.get("bins").intValue());
        assertThat(calibration.ece()).isCloseTo(expected.get("ece").doubleValue(), EXACT);
        assertThat(calibration.negativeLogLikelihood())
                .isCloseTo(expected.get("negativeLogLikelihood").doubleValue(), EXACT);
        assertThat(calibration.brier()).isCloseTo(expected.get("brier").doubleValue(), EXACT);
    }

    private static void compare(JsonNode expected, Averages averages) {
        assertThat(averages.precision()).isCloseTo(expected.get("precision").doubleValue(), EXACT);
        assertThat(averages.recall()).isCloseTo(expected.get("recall").doubleValue(), EXACT);
        assertThat(averages.f1()).isCloseTo(expected.get("f1").doubleValue(), EXACT);
    }

    private static SetEvaluation evaluate(JsonNode golden) {
        List<ScoredItem> items = items(golden);
        return SetEvaluation.of(
                Simulation.taxonomy(items.get(0).logits().length),
                new EvaluationSet(SetName.GOLD, false, items),
                new DecisionParameters(
                        golden.get("temperature").floatValue(),
                        golden.get("ruleCoefficient").floatValue()),
                null,
                10,
                0);
    }

    private static List<ScoredItem> items(JsonNode golden) {
        List<ScoredItem> items = new ArrayList<>();
        for (int i = 0; i < golden.get("truth").size(); i++) {
            items.add(ScoredItem.of(
                    String.format("%032x", i),
                    golden.get("truth").get(i).intValue(),
                    0,
                    floats(golden.get("ruleScores").get(i)),
                    floats(golden.get("logits").get(i))));
        }
        return items;
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }

    static List<JsonNode> cases() throws IOException {
        try (InputStream in = EvaluationGoldenTest.class.getResourceAsStream("golden.json")) {
            List<JsonNode> cases = new ArrayList<>();
            new ObjectMapper().readTree(Objects.requireNonNull(in)).forEach(cases::add);
            return cases;
        }
    }
}

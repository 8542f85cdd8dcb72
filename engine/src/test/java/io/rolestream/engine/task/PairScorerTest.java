package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.Calibration;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.engine.tokenizer.PairCut;
import io.rolestream.engine.torch.NeedsCpuSupport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs get the logits that transformers computes, those that are cut among them. */
@Timeout(120)
@ExtendWith(NeedsCpuSupport.class)
class PairScorerTest {
    private static final InferenceOptions OPTIONS = InferenceOptions.defaults()
            .withDevice(DeviceChoice.CPU)
            .withThreads(2, 1)
            .withTokens(128, 1 << 12);

    @ParameterizedTest
    @CsvSource({
        "bert-pairs, FP32, 1e-4",
        "roberta-pairs, FP32, 1e-4",
        "bert-pairs, BF16, 0.05",
        "roberta-pairs, BF16, 0.05",
        "bert-pairs, INT8, 0.2",
        "roberta-pairs, INT8, 0.2",
        "bart-pairs, FP32, 1e-4",
        "bart-pairs, BF16, 0.05",
        "bart-pairs, INT8, 0.2",
        "deberta-pairs, FP32, 1e-4",
        "deberta-pairs, BF16, 0.05",
        "deberta-pairs, INT8, 0.2",
    })
    void shouldScoreAsTransformers(String name, Precision precision, float tolerance) throws Exception {
        JsonNode cases = TaskGolden.cases(name);
        List<TextPair> pairs = new ArrayList<>();
        cases.forEach(one -> pairs.add(
                new TextPair(one.get("first").asText(), one.get("second").asText())));
        try (PairScorer scorer = PairScorer.open(TaskGolden.checkpoint(name), OPTIONS.withPrecision(precision))) {
            List<Prediction> scores = scorer.score(pairs);
            for (int i = 0; i < pairs.size(); i++) {
                float[] expected = TaskGolden.floats(cases.get(i).get("logits"));
                assertThat(scores.get(i).logits()).as("pair %d", i).containsExactly(expected, offset(tolerance));
                assertThat(scores.get(i).cut())
                        .isEqualTo(cases.get(i).get("cut").asBoolean());
                assertThat(scorer.score(List.of(pairs.get(i))).get(0).logits())
                        .as("pair %d alone", i)
                        .containsExactly(expected, offset(tolerance));
            }
        }
    }

    @Test
    void shouldGiveOneScoreOrALogitForEachLabel() throws Exception {
        TextPair pair = new TextPair("Java developer", "Kafka");
        InferenceOptions fp32 = OPTIONS.withPrecision(Precision.FP32);
        try (PairScorer single = PairScorer.open(TaskGolden.checkpoint("roberta-pairs"), fp32);
                PairScorer several = PairScorer.open(TaskGolden.checkpoint("bert-pairs"), fp32)) {
            assertThat(single.labels()).containsExactly("relevance");
            Prediction score = single.score(List.of(pair)).get(0);
            assertThat(score.score()).isEqualTo(score.logits()[0]);
            assertThat(several.labels()).containsExactly("contradiction", "neutral", "entailment");
            Prediction logits = several.score(List.of(pair)).get(0);
            assertThatThrownBy(logits::score).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert-pairs", "roberta-pairs", "bart-pairs", "deberta-pairs"})
    void shouldChooseThePrecisionByWhatItsScoresAreUsedFor(String name) throws Exception {
        try (PairScorer scorer = PairScorer.open(TaskGolden.checkpoint(name), OPTIONS)) {
            Calibration calibration = Objects.requireNonNull(scorer.calibration());
            assertThat(calibration.explanation())
                    .contains(!name.startsWith("roberta") ? "of labels as fp32" : "of pairs in the order that fp32");
            assertThat(calibration.candidates()).anyMatch(Calibration.Candidate::accepted);
        }
    }

    @Test
    void shouldRememberItsCalibration(@TempDir Path directory) throws Exception {
        CalibrationMemory memory = CalibrationMemory.in(directory);
        for (boolean remembered : new boolean[] {false, true}) {
            try (PairScorer scorer =
                    PairScorer.open(TaskGolden.checkpoint("bert-pairs"), OPTIONS, PairCut.ONLY_FIRST, memory)) {
                assertThat(Objects.requireNonNull(scorer.calibration()).remembered())
                        .isEqualTo(remembered);
            }
        }
    }

    @Test
    void shouldRefuseWindows() {
        assertThatThrownBy(() -> PairScorer.open(
                                TaskGolden.checkpoint("bert-pairs"), OPTIONS.withLongText(null, LongText.windows(2)))
                        .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("windows");
    }
}

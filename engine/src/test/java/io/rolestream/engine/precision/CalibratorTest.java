package io.rolestream.engine.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.batching.FaultyEncoder;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.TorchException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On 256 sequences and ways of known speed. */
@Timeout(60)
class CalibratorTest {
    private static final ComputeWay PACKED = ComputeWay.all(false).get(0);
    private static final ComputeWay PLAIN = ComputeWay.all(false).get(1);
    private static final ComputeWay BF16 = ComputeWay.all(false).get(2);
    private static final ComputeWay INT8 = ComputeWay.all(false).get(3);

    /** What each of them takes for a batch, in order. */
    private static final int[] MILLIS = {180, 450, 60, 1, 450};

    private static final List<TokenSequence> SEQUENCES = IntStream.range(0, 256)
            .mapToObj(i -> TokenSequence.of(5 + i % 50, 6))
            .toList();

    /** 5,120 tokens. */
    private static final List<TokenSequence> LONGER =
            IntStream.range(0, 256).mapToObj(i -> TokenSequence.of(new int[20])).toList();

    private final List<Timed> made = new ArrayList<>();

    @Test
    void shouldTakeTheFastestThatAgreesAndFreeTheOthers() {
        ChosenEncoder choice =
                choose(way -> timed(way, MILLIS[ComputeWay.all(false).indexOf(way)], way.equals(INT8) ? 2 : 0));
        assertThat(choice.precision()).isEqualTo(Precision.BF16);
        assertThat(candidate(choice, INT8).accepted()).isFalse();
        assertThat(candidate(choice, INT8).agreement()).isLessThan(0.995);
        assertThat(made).noneMatch(encoder -> encoder.way.equals(PLAIN));
        assertThat(made).allSatisfy(encoder -> assertThat(encoder.closed).isEqualTo(encoder != choice.encoder()));
    }

    @Test
    void shouldTakeOneThatDiffersOnOneTextOf256() {
        ChosenEncoder choice = choose(way -> timed(way, way.equals(INT8) ? 1 : 60, way.equals(INT8) ? 1 : 0));
        assertThat(choice.precision()).isEqualTo(Precision.INT8);
    }

    @Test
    void shouldCompareWithPlainFp32WherePackedDoesNotWork() {
        ChosenEncoder choice = choose(way -> {
            if (way.equals(PACKED)) {
                throw new TorchException("no oneDNN\nat some place");
            }
            return timed(way, way.equals(PLAIN) ? 1 : 60, 0);
        });
        assertThat(choice.precision()).isEqualTo(Precision.FP32);
        assertThat(candidate(choice, PACKED).failure()).isEqualTo("no oneDNN");
    }

    @Test
    void shouldNotTakeWhatCannotBeCompared() {
        assertThatThrownBy(() -> choose(way -> {
                    if (way.precision() == Precision.FP32) {
                        throw new TorchException("no memory");
                    }
                    return timed(way, 1, 0);
                }))
                .isInstanceOf(TorchException.class)
                .hasMessageContaining("no memory")
                .hasMessageContaining("cannot be computed");
        assertThat(made).isEmpty();
    }

    @Test
    void shouldNotTakeWhatGivesLogitsThatAreNotFinite() {
        ChosenEncoder choice = choose(way ->
                way.equals(BF16) ? new FaultyEncoder(batch -> {}, 5) : timed(way, way.equals(PACKED) ? 200 : 300, 0));
        assertThat(choice.precision()).isEqualTo(Precision.FP32);
        assertThat(candidate(choice, BF16).failure()).contains("not finite");
    }

    @Test
    void shouldTryFp32OtherwiseIfNothingIsFaster() {
        ChosenEncoder choice = choose(way -> timed(way, way.equals(PLAIN) ? 60 : way.equals(PACKED) ? 200 : 400, 0));
        assertThat(choice.precision()).isEqualTo(Precision.FP32);
        assertThat(choice.encoder().description()).isEqualTo(PLAIN.label());
        assertThat(candidate(choice, BF16).agreement()).isNaN();
    }

    @Test
    void shouldMakeTheWaysForTheTokensOfTheTextsAndTheChosenOneForAll() {
        List<@Nullable BitSet> tokens = new ArrayList<>();
        ChosenEncoder choice = choose((way, ids) -> {
            tokens.add(ids);
            return timed(way, way.equals(BF16) ? 10 : 40, 0);
        });

        assertThat(choice.precision()).isEqualTo(Precision.BF16);
        assertThat(tokens).hasSize(5).last().isNull();
        assertThat(tokens.subList(0, 4))
                .allSatisfy(ids -> assertThat(Objects.requireNonNull(ids).stream())
                        .hasSize(50)
                        .contains(5, 54));
    }

    @Test
    void shouldCalibrateALargeModelWithSmallBatches() {
        ChosenEncoder choice = choose((way, tokens) -> timed(way, way.equals(BF16) ? 10 : 40, 0), LONGER, 4096, 0.01);
        assertThat(choice.precision()).isEqualTo(Precision.BF16);
        assertThat(made).allSatisfy(encoder -> assertThat(encoder.mostTokens).isLessThanOrEqualTo(512));
        assertThat(made.stream().mapToInt(encoder -> encoder.mostTokens).max().orElse(0))
                .isGreaterThan(256);
    }

    @Test
    void shouldCalibrateASmallModelWithItsOwnBatches() {
        choose((way, tokens) -> timed(way, way.equals(BF16) ? 10 : 40, 0), LONGER, 4096, 1000);
        assertThat(made.stream().mapToInt(encoder -> encoder.mostTokens).max().orElse(0))
                .isGreaterThan(2048);
    }

    /** 256 texts of 100 tokens in batches of 16. */
    @ParameterizedTest
    @CsvSource({"2000, 256", "1000, 128", "500, 80", "10, 64"})
    void shouldCompareFewerTextsOfALargeModel(double tokensPerSecond, int texts) {
        List<PackedSequences> batches = IntStream.range(0, 16)
                .mapToObj(i -> PackedSequences.of(Collections.nCopies(16, new int[100])))
                .toList();
        assertThat(Calibrator.comparable(batches, tokensPerSecond, Calibrator.LONGEST_SECONDS).stream()
                        .mapToInt(PackedSequences::size)
                        .sum())
                .isEqualTo(texts);
    }

    private static ChosenEncoder choose(Function<ComputeWay, Encoder> maker) {
        return choose((way, tokens) -> maker.apply(way));
    }

    private static ChosenEncoder choose(EncoderMaker maker) {
        return choose(maker, SEQUENCES, 128, Calibrator.LONGEST_SECONDS);
    }

    private static ChosenEncoder choose(
            EncoderMaker maker, List<TokenSequence> sequences, int batchTokens, double longestSeconds) {
        try (ParallelPasses passes = new ParallelPasses(new Batching(2, 1, 128, 1024))) {
            return new Calibrator(maker, passes, Fp32Agreement.LABELS, sequences, batchTokens, longestSeconds)
                    .choose(ComputeWay.all(false));
        }
    }

    private Timed timed(ComputeWay way, int millis, int otherLabels) {
        assertThat(made).as("ways in memory").allMatch(encoder -> encoder.closed);
        Timed encoder = new Timed(way, millis, otherLabels);
        made.add(encoder);
        return encoder;
    }

    private static Calibration.Candidate candidate(ChosenEncoder choice, ComputeWay way) {
        Calibration calibration = Objects.requireNonNull(choice.calibration());
        return calibration.candidates().stream()
                .filter(candidate -> candidate.name().equals(way.label()))
                .findFirst()
                .orElseThrow();
    }

    /** Takes some milliseconds for a batch, and gives the first sequences with token 5 another label. */
    private static final class Timed implements Encoder {
        private final ComputeWay way;
        private final int millis;
        private final int otherLabels;
        private boolean closed;
        private volatile int mostTokens;

        Timed(ComputeWay way, int millis, int otherLabels) {
            this.way = way;
            this.millis = millis;
            this.otherLabels = otherLabels;
        }

        @Override
        public float[][] compute(PackedSequences batch) {
            mostTokens = Math.max(mostTokens, batch.tokens());
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            float[][] logits = new float[batch.size()][2];
            boolean first = Arrays.stream(batch.ids()).limit(1).allMatch(id -> id == 5);
            for (int i = 0; i < batch.size(); i++) {
                logits[i][first && i < otherLabels ? 1 : 0] = 1;
            }
            return logits;
        }

        @Override
        public String description() {
            return way.label();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

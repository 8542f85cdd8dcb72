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
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On 256 sequences and ways of known speed. */
@Timeout(60)
class CalibratorTest {
    private static final ComputeWay PACKED = ComputeWay.all(false).get(0);
    private static final ComputeWay PLAIN = ComputeWay.all(false).get(1);
    private static final ComputeWay BF16 = ComputeWay.all(false).get(2);
    private static final ComputeWay INT8 = ComputeWay.all(false).get(3);

    /** What each of them takes for a batch, in order. */
    private static final int[] MILLIS = {60, 150, 20, 1};

    private static final List<TokenSequence> SEQUENCES = IntStream.range(0, 256)
            .mapToObj(i -> TokenSequence.of(5 + i % 50, 6))
            .toList();

    private final List<Timed> made = new ArrayList<>();

    @Test
    void shouldTakeTheFastestThatAgreesAndFreeTheOthers() {
        ChosenEncoder choice =
                choose(way -> timed(way, MILLIS[ComputeWay.all(false).indexOf(way)], way.equals(INT8) ? 2 : 0));
        assertThat(choice.precision()).isEqualTo(Precision.BF16);
        assertThat(candidate(choice, INT8).accepted()).isFalse();
        assertThat(candidate(choice, INT8).agreement()).isLessThan(0.995);
        assertThat(candidate(choice, PLAIN).agreement()).isNaN();
        assertThat(candidate(choice, PLAIN).accepted()).isFalse();
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
                way.equals(BF16) ? new FaultyEncoder(batch -> {}, 5) : timed(way, way.equals(PACKED) ? 30 : 90, 0));
        assertThat(choice.precision()).isEqualTo(Precision.FP32);
        assertThat(candidate(choice, BF16).failure()).contains("not finite");
    }

    private static ChosenEncoder choose(Function<ComputeWay, Encoder> maker) {
        try (ParallelPasses passes = new ParallelPasses(new Batching(2, 1, 128, 1024))) {
            return new Calibrator(maker, passes, Agreement.LABELS, SEQUENCES, 128).choose(ComputeWay.all(false));
        }
    }

    private Timed timed(ComputeWay way, int millis, int otherLabels) {
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

        Timed(ComputeWay way, int millis, int otherLabels) {
            this.way = way;
            this.millis = millis;
            this.otherLabels = otherLabels;
        }

        @Override
        public float[][] compute(PackedSequences batch) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            float[][] logits = new float[batch.size()][2];
            boolean first = Arrays.stream(batch.ids()).limit(1).allMatch(id -> id == 5);
            for (int i = 0; i < (first ? otherLabels : 0); i++) {
                logits[i][1] = 1;
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

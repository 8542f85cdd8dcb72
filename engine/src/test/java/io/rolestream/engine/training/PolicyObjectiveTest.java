package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.alignment.OnPolicy;
import io.rolestream.engine.training.alignment.PolicyObjective;
import io.rolestream.engine.training.alignment.PolicyStatistics;
import io.rolestream.engine.training.alignment.RatedAnswer;
import io.rolestream.engine.training.alignment.Rollout;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.alignment.SmallDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small policy learns from the advantages of answers, of which every second one is bad. */
class PolicyObjectiveTest {
    private static final double TEMPERATURE = 0.8;
    private static final float STEP = 1 / 256f;
    private static final List<SampledAnswer> ANSWERS = SmallDecoder.examples(12, 5).stream()
            .map(text -> new SampledAnswer(text, true))
            .toList();

    private final Path folder;
    private final List<PolicyStatistics> seen = new ArrayList<>();
    private CheckpointDirectory base;

    @SuppressWarnings("NullAway.Init") // before each test
    PolicyObjectiveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void write() throws IOException {
        base = SmallDecoder.write(folder.resolve("base"), true, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void shouldHaveRatiosOf1InTheFirstMinibatch(Precision precision) throws IOException {
        List<Rollout> rollouts = rollouts(precision);

        train(objective(rollouts), precision, 1, 12);

        assertThat(seen).hasSize(1);
        OnPolicy.check(seen.get(0));
    }

    @Test
    void shouldBeAtNoDistanceFromTheReferenceAtStep0() throws IOException {
        for (Rollout rollout : rollouts(Precision.FP32)) {
            assertThat(rollout.kl()).isZero();
            assertThat(rollout.referenceLogs()).isEqualTo(rollout.logs());
        }
    }

    /** Minibatches are packed otherwise than the rollouts, so sums may be rounded otherwise. */
    @Test
    void shouldMakeGoodAnswersLikelierAndBadOnesLess() throws IOException {
        List<Rollout> before = rollouts(Precision.FP32);

        List<Rollout> after = train(objective(before), Precision.FP32, 4, 4);

        double good = 0;
        double bad = 0;
        for (int i = 0; i < before.size(); i++) {
            double change = after.get(i).log() - before.get(i).log();
            good += i % 2 == 0 ? change : 0;
            bad += i % 2 == 0 ? 0 : change;
        }
        assertThat(good).isPositive();
        assertThat(bad).isNegative();
        assertThat(seen).hasSize(12);
        assertThat(seen.get(0).ratioVariance()).isLessThan(1e-8);
        assertThat(seen.get(11).ratioVariance()).isGreaterThan(1e-3);
        assertThat(seen.get(11).clipFraction()).isPositive();
    }

    /** Of rows that are padded to the longest answer, with ratios on both sides of where they are clipped. */
    @Test
    void shouldHaveTheGradientsOfItsLoss() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        List<RatedAnswer> rated = new ArrayList<>();
        for (Rollout rollout : rollouts(Precision.FP32)) {
            rated.add(RatedAnswer.whole(rollout, random.nextDouble(-2, 2)));
        }
        PolicyObjective objective = new PolicyObjective(rated, 0.2, TEMPERATURE, seen::add);
        var batch = (Objective.JointBatch)
                objective.batch(IntStream.range(0, rated.size()).toArray(), new SplittableRandom(1));
        float[][] rows = movedRows(rated, random);
        float[][] gradients = batch.loss(rows).gradients();
        for (int i = 0; i < rows.length; i++) {
            for (int t = 0; t < rows[i].length; t++) {
                float at = rows[i][t];
                rows[i][t] = at + STEP;
                double above = batch.loss(rows).loss();
                rows[i][t] = at - STEP;
                double below = batch.loss(rows).loss();
                rows[i][t] = at;
                assertThat((double) gradients[i][t]).isCloseTo((above - below) / (2 * STEP), offset(1e-3));
            }
        }
        assertThat(seen.get(0).clipFraction()).isBetween(0.05, 0.95);
    }

    private static float[][] movedRows(List<RatedAnswer> rated, SplittableRandom random) throws IOException {
        int longest = rated.stream()
                .mapToInt(answer -> answer.text().answer().length)
                .max()
                .orElseThrow();
        float[][] rows = new float[rated.size()][longest];
        for (int i = 0; i < rows.length; i++) {
            double[] logs = rated.get(i).logs();
            int tokens = rated.get(i).text().answer().length;
            for (int t = 0; t < tokens; t++) {
                double old = logs[0] / tokens;
                rows[i][t] = (float) (old + random.nextDouble(-0.4, 0.4));
            }
        }
        return rows;
    }

    @Test
    void shouldRefuseAdvantagesOfTheWrongKind() throws IOException {
        Rollout longer = rollouts(Precision.FP32).stream()
                .filter(one -> one.tokens() > 1)
                .findFirst()
                .orElseThrow();
        RatedAnswer tokens = RatedAnswer.tokens(longer, new double[longer.tokens()]);
        RatedAnswer whole = RatedAnswer.whole(longer, 1);

        assertThatThrownBy(() -> new PolicyObjective(List.of(tokens), 0.2, 1, seen::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("by 1 advantage, not");
        assertThatThrownBy(() -> new PolicyObjective(List.of(whole), 1, 1, seen::add))
                .hasMessageContaining("below 1, not 1.0");
    }

    private PolicyObjective objective(List<Rollout> rollouts) {
        List<RatedAnswer> rated = new ArrayList<>();
        for (int i = 0; i < rollouts.size(); i++) {
            rated.add(RatedAnswer.whole(rollouts.get(i), i % 2 == 0 ? 1 : -1));
        }
        return new PolicyObjective(rated, 0.2, TEMPERATURE, seen::add);
    }

    private List<Rollout> rollouts(Precision precision) throws IOException {
        try (FrozenDecoder policy = FrozenDecoder.open(base, 40, precision, 1);
                FrozenDecoder reference = FrozenDecoder.open(base, 40, precision, 1)) {
            return Rollout.of(ANSWERS, policy::rows, reference::rows, TEMPERATURE);
        }
    }

    /** The answers as the trained policy sees them. */
    private List<Rollout> train(PolicyObjective objective, Precision precision, int epochs, int batchSize)
            throws IOException {
        TrainingOptions options = new TrainingOptions(
                new TrainingOptions.Batching(batchSize, 1, 40),
                new TrainingOptions.Schedule(epochs, 2e-3, 0),
                TrainingOptions.Optimizer.usual(),
                null,
                precision,
                1,
                3);
        try (Parameters parameters = Parameters.load(base, base.config(), Head.LANGUAGE_MODEL, 1);
                TrainingRun run = new TrainingRun(parameters, objective, options)) {
            while (!run.done()) {
                Toy.step(run);
            }
            return Rollout.of(ANSWERS, run::rows, run::rows, TEMPERATURE);
        }
    }
}

package io.rolestream.engine.training.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.training.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * {@link ClippedPolicyLoss} over sampled answers with their advantages: of whole answers, as RLOO learns, or of tokens,
 * as PPO does. Both are means over a batch, so neither divides an answer's share by its length.
 */
public final class PolicyObjective implements Objective {
    private final List<RatedAnswer> answers;
    private final boolean perToken;
    private final ClippedPolicyLoss loss;
    private final double temperature;
    private final Consumer<PolicyStatistics> listener;

    private PolicyObjective(
            List<RatedAnswer> answers,
            boolean perToken,
            double clip,
            double temperature,
            Consumer<PolicyStatistics> listener) {
        this.answers = List.copyOf(answers);
        this.perToken = perToken;
        this.temperature = temperature;
        this.listener = listener;
        loss = new ClippedPolicyLoss(clip);
        for (RatedAnswer answer : answers) {
            int wanted = perToken ? answer.text().answer().length : 1;
            if (answer.advantages().length != wanted) {
                throw new IllegalArgumentException(
                        "an answer of " + answer.text().answer().length + " tokens needs " + wanted
                                + " advantages, not " + answer.advantages().length);
            }
        }
    }

    /**
     * Learns each answer as a whole, by the ratio of its probabilities.
     *
     * @param clip how far from 1 a ratio still counts, above 0 and below 1
     * @param temperature that the answers were drawn at
     * @param listener takes the statistics of each batch, before its step; again where a step is stopped and repeated
     */
    public static PolicyObjective ofAnswers(
            List<RatedAnswer> answers, double clip, double temperature, Consumer<PolicyStatistics> listener) {
        return new PolicyObjective(answers, false, clip, temperature, listener);
    }

    /** Learns each token by itself; as {@link #ofAnswers} otherwise. */
    public static PolicyObjective ofTokens(
            List<RatedAnswer> answers, double clip, double temperature, Consumer<PolicyStatistics> listener) {
        return new PolicyObjective(answers, true, clip, temperature, listener);
    }

    @Override
    public Head head() {
        return Head.LANGUAGE_MODEL;
    }

    @Override
    public int size() {
        return answers.size();
    }

    @Override
    public int tokens(int example) {
        return answers.get(example).text().length();
    }

    @Override
    public long fingerprint() {
        long hash = 1;
        for (RatedAnswer answer : answers) {
            hash = hash * 31 + answer.text().hash();
            hash = hash * 31 + Arrays.hashCode(answer.logs());
            hash = hash * 31 + Arrays.hashCode(answer.advantages());
        }
        return hash;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("loss", perToken ? "clipped ratios of tokens" : "clipped ratios of answers");
        settings.put("ratios clipped at", Double.toString(loss.clip()));
        settings.put("temperature", Double.toString(temperature));
        return settings;
    }

    @Override
    public JointBatch batch(int[] indexes, SplittableRandom random) {
        List<RatedAnswer> chosen = new ArrayList<>();
        for (int index : indexes) {
            chosen.add(answers.get(index));
        }
        return new PolicyBatch(chosen);
    }

    /** Some answers. */
    private final class PolicyBatch implements JointBatch {
        private final List<RatedAnswer> rated;
        private final AnswerLogs logs;

        PolicyBatch(List<RatedAnswer> rated) {
            this.rated = rated;
            logs = AnswerLogs.tokens(rated.stream().map(RatedAnswer::text).toList(), temperature);
        }

        @Override
        public List<int[]> sequences() {
            return logs.sequences();
        }

        @Override
        public String function() {
            return logs.function();
        }

        @Override
        public String weightedFunction() {
            return AnswerLogs.WEIGHTED;
        }

        @Override
        public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
            return logs.arguments(part, pack, owner);
        }

        /** Rows are padded, but padding has no gradient. */
        @Override
        public JointLoss loss(float[][] rows) {
            double[] now = IntStream.range(0, rows.length)
                    .mapToObj(i -> now(rows[i], rated.get(i)))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            ClippedPolicyLoss.Result result = loss.of(now, joined(RatedAnswer::logs), joined(RatedAnswer::advantages));
            listener.accept(result.statistics());
            float[][] gradients = new float[rows.length][logs.width()];
            int at = 0;
            for (int i = 0; i < rows.length; i++) {
                int tokens = rated.get(i).text().answer().length;
                for (int t = 0; t < tokens; t++) {
                    gradients[i][t] = (float) result.gradients()[perToken ? at + t : at];
                }
                at += rated.get(i).logs().length;
            }
            return new JointLoss(result.loss(), gradients);
        }

        /**
         * The log-probabilities in the policy as it is: those of the tokens, or their sum as {@link Rollout} adds it.
         */
        private double[] now(float[] row, RatedAnswer answer) {
            int tokens = answer.text().answer().length;
            DoubleStream all = IntStream.range(0, tokens).mapToDouble(t -> row[t]);
            return perToken ? all.toArray() : new double[] {Rollout.sum(Arrays.copyOf(row, tokens))};
        }

        private double[] joined(Function<RatedAnswer, double[]> part) {
            return rated.stream()
                    .flatMapToDouble(one -> Arrays.stream(part.apply(one)))
                    .toArray();
        }
    }
}

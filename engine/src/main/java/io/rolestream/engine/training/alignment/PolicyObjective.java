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

/**
 * {@link ClippedPolicyLoss} over sampled answers with their advantages, each as a whole, by the ratio of its
 * probabilities. It is a mean over a batch, so an answer's length does not divide its share.
 */
public final class PolicyObjective implements Objective {
    private final List<RatedAnswer> answers;
    private final ClippedPolicyLoss loss;
    private final double temperature;
    private final Consumer<PolicyStatistics> listener;

    /**
     * @param answers with one log-probability and one advantage each
     * @param clip how far from 1 a ratio still counts, above 0 and below 1
     * @param temperature that the answers were drawn at
     * @param listener takes the statistics of each batch, before its step; again where a step is stopped and repeated
     */
    public PolicyObjective(
            List<RatedAnswer> answers, double clip, double temperature, Consumer<PolicyStatistics> listener) {
        this.answers = List.copyOf(answers);
        this.temperature = temperature;
        this.listener = listener;
        loss = new ClippedPolicyLoss(clip);
        for (RatedAnswer answer : answers) {
            if (answer.advantages().length != 1) {
                throw new IllegalArgumentException(
                        "an answer is learnt as a whole, by 1 advantage, not " + answer.advantages().length);
            }
        }
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
        settings.put("loss", "clipped ratios of answers");
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
            double[] now = new double[rows.length];
            for (int i = 0; i < now.length; i++) {
                now[i] = Rollout.sum(Arrays.copyOf(rows[i], tokens(i)));
            }
            ClippedPolicyLoss.Result result = loss.of(now, joined(RatedAnswer::logs), joined(RatedAnswer::advantages));
            listener.accept(result.statistics());
            float[][] gradients = new float[rows.length][logs.width()];
            for (int i = 0; i < rows.length; i++) {
                Arrays.fill(gradients[i], 0, tokens(i), (float) result.gradients()[i]);
            }
            return new JointLoss(result.loss(), gradients);
        }

        private int tokens(int i) {
            return rated.get(i).text().answer().length;
        }

        private double[] joined(Function<RatedAnswer, double[]> part) {
            return rated.stream()
                    .flatMapToDouble(one -> Arrays.stream(part.apply(one)))
                    .toArray();
        }
    }
}

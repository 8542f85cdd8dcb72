package io.rolestream.engine.training.alignment.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.alignment.AnswerLogs;
import io.rolestream.engine.training.alignment.ClippedPolicyLoss;
import io.rolestream.engine.training.alignment.RatedAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A minibatch of a round. Its rows are the log-probabilities of the tokens, then the critic's values before them; the
 * loss is the policy's and the critic's. Both are means over the tokens of the minibatch.
 */
final class PpoBatch implements Objective.JointBatch {
    private static final String FUNCTION = "answer_logs_and_values";

    private final int[] answers;
    private final List<RatedAnswer> rated;
    private final double[][] valuesBefore;
    private final double[][] returns;
    private final AnswerLogs logs;
    private final PpoSettings settings;
    private final Listener listener;

    /**
     * The losses of a minibatch before its update.
     *
     * @param answers of the round
     * @param logs {@code [answers][width]}, 0 in the padding
     * @param values likewise
     * @param mask of both
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Losses(
            int[] answers,
            double[][] logs,
            double[][] values,
            AnswerMask mask,
            ClippedPolicyLoss.Result policy,
            ClippedValueLoss.Result critic) {}

    /** Takes the losses of a minibatch; again where its step is stopped and repeated. */
    @FunctionalInterface
    interface Listener {
        void accept(Losses losses);
    }

    /** @param answers of the round's targets */
    PpoBatch(int[] answers, PpoTargets targets, double[][] valuesBefore, PpoSettings settings, Listener listener) {
        this.answers = answers;
        this.settings = settings;
        this.listener = listener;
        rated = IntStream.of(answers).mapToObj(targets.answers()::get).toList();
        this.valuesBefore = IntStream.of(answers).mapToObj(i -> valuesBefore[i]).toArray(double[][]::new);
        returns = IntStream.of(answers).mapToObj(i -> targets.returns()[i]).toArray(double[][]::new);
        logs = AnswerLogs.tokens(
                rated.stream().map(RatedAnswer::text).toList(),
                settings.sampling().temperature());
    }

    @Override
    public List<int[]> sequences() {
        return logs.sequences();
    }

    @Override
    public String function() {
        return FUNCTION;
    }

    @Override
    public String weightedFunction() {
        return "weighted_" + FUNCTION;
    }

    @Override
    public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
        return logs.arguments(part, pack, owner);
    }

    /** Rows are padded, but padding has no gradient. */
    @Override
    public Objective.JointLoss loss(float[][] rows) {
        int width = logs.width();
        AnswerMask mask =
                new AnswerMask(rated.stream().mapToInt(one -> one.logs().length).toArray());
        double[][] now = columns(rows, 0, width, mask);
        double[][] values = columns(rows, width, width, mask);
        ClippedPolicyLoss.Result policy = new ClippedPolicyLoss(settings.clip())
                .of(mask.joined(now), joined(RatedAnswer::logs), joined(RatedAnswer::advantages));
        ClippedValueLoss.Result critic = settings.values().of(values, valuesBefore, returns, mask);
        listener.accept(new Losses(answers, now, values, mask, policy, critic));
        float[][] gradients = new float[rows.length][2 * width];
        int at = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int t = 0; t < mask.lengths()[i]; t++) {
                gradients[i][t] = (float) policy.gradients()[at++];
                gradients[i][width + t] = (float) critic.gradients()[i][t];
            }
        }
        return new Objective.JointLoss(policy.loss() + critic.loss(), gradients);
    }

    private double[] joined(Function<RatedAnswer, double[]> part) {
        return rated.stream()
                .flatMapToDouble(one -> Arrays.stream(part.apply(one)))
                .toArray();
    }

    private static double[][] columns(float[][] rows, int from, int width, AnswerMask mask) {
        double[][] result = new double[rows.length][width];
        for (int i = 0; i < rows.length; i++) {
            for (int t = 0; t < mask.lengths()[i]; t++) {
                result[i][t] = rows[i][from + t];
            }
        }
        return result;
    }
}

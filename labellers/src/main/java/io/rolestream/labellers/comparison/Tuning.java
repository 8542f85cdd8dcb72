package io.rolestream.labellers.comparison;

import io.rolestream.evaluation.calibration.TemperatureFit;
import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.ScoringLabeller;
import io.rolestream.labellers.scoring.PriorMatching;
import io.rolestream.labellers.scoring.RoleScale;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Fits labellers' probabilities to texts that they are not compared on; the labellers themselves, and their files, stay
 * as they are.
 *
 * <ul>
 *   <li>With right roles: every labeller that gives probabilities gets the temperature, and the biases that match its
 *       mean probabilities to the roles' shares, where that makes the right roles more probable. With fewer than
 *       {@link TemperatureFit#MIN_ITEMS} texts nothing is fitted.
 *   <li>With the rules' labels: a labeller that has not learnt the roles from examples ({@link ScoringLabeller}) gets
 *       the biases that match its mean probabilities to the shares of these labels, which are closer to the truth than
 *       equal ones, although many of the labels are wrong.
 * </ul>
 *
 * @param texts at least one
 * @param roles indexes of the taxonomy
 * @param right whether these are the right roles; otherwise they are the rules'
 * @param kept whether a {@link ScoringLabeller} stores its biases, and has no temperature fitted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Tuning(List<String> texts, int[] roles, boolean right, boolean kept) {
    /** More do not change the fit much, and take long. */
    public static final int MOST_TEXTS = 2_000;

    public Tuning {
        if (texts.isEmpty() || roles.length != texts.size()) {
            throw new IllegalArgumentException("no texts to tune on, or not as many roles");
        }
        texts = List.copyOf(texts);
    }

    /** Whether there are enough texts: a few right roles say little about how frequent each is. */
    public boolean isEnough() {
        return !right || texts.size() >= TemperatureFit.MIN_ITEMS;
    }

    /** Fits a labeller; closes it if that fails. */
    Labeller of(Labeller labeller, Taxonomy taxonomy) throws Exception {
        if (!isEnough() || !right && !(labeller instanceof ScoringLabeller)) {
            return labeller;
        }
        try {
            List<float[]> logs = logProbabilities(labeller);
            if (logs.isEmpty()) {
                return labeller;
            }
            RoleScale scale = right ? fitted(logs, taxonomy.size()) : matched(logs, shares(taxonomy.size()));
            return new TunedLabeller(labeller, scale);
        } catch (Exception | Error e) {
            labeller.close();
            throw e;
        }
    }

    /** Of the texts; empty if the labeller gives no probabilities. */
    private List<float[]> logProbabilities(Labeller labeller) throws Exception {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        int taken = 0;
        for (String text : texts) {
            answers.add(labeller.label(text));
            while (labeller.isFull() && taken < answers.size()) {
                answers.get(taken++).get();
            }
        }
        List<float[]> logs = new ArrayList<>();
        for (CompletableFuture<Answer> answer : answers) {
            float[] one = answer.get().logProbabilities();
            if (one.length == 0) {
                return List.of();
            }
            logs.add(TunedLabeller.finite(one));
        }
        return logs;
    }

    private static RoleScale matched(List<float[]> logs, double[] prior) {
        return new RoleScale(1, PriorMatching.biases(logs, prior, unchanged(prior.length)), false);
    }

    private static RoleScale unchanged(int roles) {
        return new RoleScale(1, new float[roles], false);
    }

    /** The most probable of: temperature alone; biases, then temperature. */
    private RoleScale fitted(List<float[]> logs, int size) {
        RoleScale biased = matched(logs, shares(size));
        TemperatureFit alone = fit(logs);
        TemperatureFit both = fit(logs.stream().map(biased::logProbabilities).toList());
        if (alone.after() <= both.after()) {
            return new RoleScale(alone.temperature(), new float[size], false);
        }
        float[] biases = biased.biases().clone();
        for (int role = 0; role < size; role++) {
            biases[role] /= both.temperature();
        }
        return new RoleScale(both.temperature(), biases, false);
    }

    private TemperatureFit fit(List<float[]> logs) {
        List<ScoredItem> items = new ArrayList<>();
        for (int i = 0; i < roles.length; i++) {
            float[] one = logs.get(i);
            items.add(ScoredItem.of(Integer.toString(i), roles[i], 0, new float[one.length], one));
        }
        return TemperatureFit.fit(items);
    }

    /** Each role counts once more, so that none is impossible. */
    double[] shares(int size) {
        double[] shares = new double[size];
        double all = roles.length + (double) size;
        Arrays.fill(shares, 1 / all);
        for (int role : roles) {
            shares[role] += 1 / all;
        }
        return shares;
    }
}

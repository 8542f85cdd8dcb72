package io.rolestream.evaluation.pairs;

import io.rolestream.evaluation.significance.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Predictors of applications, compared on the same pairs by AUC and LogLoss, the measures of GIRL (Zheng et al. 2023).
 * Intervals are of a bootstrap that resamples resumes, each with all of its pairs; all predictors are measured on the
 * same resamples, so differences are paired. Resamples in which all pairs have one label are drawn again.
 *
 * @param name of the pairs
 * @param predictors the first is what the others are compared with
 */
public record PairComparison(String name, int pairs, int positives, int resumes, List<Measured> predictors) {
    public static final int RESAMPLES = 1_000;
    public static final long SEED = 1;

    /** A probability is taken to be at least this, and at most 1 minus it. */
    private static final double LEAST = 1e-6;

    public PairComparison {
        predictors = List.copyOf(predictors);
    }

    /**
     * A predictor.
     *
     * @param auc the higher the better; 0.5 is chance
     * @param logLoss in nats, the lower the better
     * @param aucDifference from the first predictor, paired; null for the first
     * @param logLossDifference likewise
     */
    public record Measured(
            String name,
            Estimate auc,
            Estimate logLoss,
            @Nullable Estimate aucDifference,
            @Nullable Estimate logLossDifference) {}

    /**
     * Compares.
     *
     * @param labels whether each pair led to an application, {@code [pairs]}; both labels must be there
     * @param resumes the number of each pair's resume, {@code [pairs]}
     * @param probabilities of an application, by predictor, {@code [pairs]}, in order
     * @throws IllegalArgumentException if all pairs have one label, or a probability is not finite
     */
    public static PairComparison of(String name, boolean[] labels, int[] resumes, Map<String, double[]> probabilities) {
        int positives =
                (int) IntStream.range(0, labels.length).filter(i -> labels[i]).count();
        if (positives == 0 || positives == labels.length) {
            throw new IllegalArgumentException(name + ": " + positives + " of " + labels.length
                    + " pairs led to an application; AUC needs some that did and some that did not");
        }
        probabilities.forEach((predictor, all) -> {
            if (!Arrays.stream(all).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(name + ": \"" + predictor
                        + "\" predicts a probability that is no finite number; check the features of its pairs");
            }
        });
        List<String> names = List.copyOf(probabilities.keySet());
        List<AreaUnderCurve> areas = new ArrayList<>();
        List<double[]> losses = new ArrayList<>();
        probabilities.values().forEach(probability -> {
            areas.add(new AreaUnderCurve(probability, labels));
            losses.add(losses(probability, labels));
        });
        int[] once = new int[labels.length];
        Arrays.fill(once, 1);
        double[][] auc = new double[names.size()][RESAMPLES];
        double[][] loss = new double[names.size()][RESAMPLES];
        List<int[]> resamples = resamples(labels, resumes);
        for (int s = 0; s < names.size(); s++) {
            for (int r = 0; r < RESAMPLES; r++) {
                auc[s][r] = areas.get(s).of(resamples.get(r));
                loss[s][r] = mean(losses.get(s), resamples.get(r));
            }
        }
        List<Measured> measured = new ArrayList<>();
        double firstAuc = areas.get(0).of(once);
        double firstLoss = mean(losses.get(0), once);
        for (int s = 0; s < names.size(); s++) {
            double ownAuc = areas.get(s).of(once);
            double ownLoss = mean(losses.get(s), once);
            measured.add(new Measured(
                    names.get(s),
                    Estimate.ofShare(ownAuc, auc[s]),
                    Estimate.of(ownLoss, loss[s]),
                    s == 0 ? null : Estimate.ofDifference(ownAuc - firstAuc, minus(auc[s], auc[0])),
                    s == 0 ? null : Estimate.of(ownLoss - firstLoss, minus(loss[s], loss[0]))));
        }
        int people = (int) Arrays.stream(resumes).distinct().count();
        return new PairComparison(name, labels.length, positives, people, measured);
    }

    private static double[] losses(double[] probabilities, boolean[] labels) {
        double[] losses = new double[labels.length];
        Arrays.setAll(losses, i -> {
            double right = labels[i] ? probabilities[i] : 1 - probabilities[i];
            return -Math.log(Math.max(LEAST, Math.min(1 - LEAST, right)));
        });
        return losses;
    }

    private static double mean(double[] values, int[] times) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * times[i];
            count += times[i];
        }
        return sum / count;
    }

    private static double[] minus(double[] values, double[] others) {
        double[] differences = new double[values.length];
        Arrays.setAll(differences, i -> values[i] - others[i]);
        return differences;
    }

    /** How often each resample has each pair. */
    private static List<int[]> resamples(boolean[] labels, int[] resumes) {
        int[] numbers = Arrays.stream(resumes).sorted().distinct().toArray();
        SplittableRandom random = new SplittableRandom(SEED);
        List<int[]> resamples = new ArrayList<>();
        while (resamples.size() < RESAMPLES) {
            int[] drawn = new int[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                drawn[random.nextInt(numbers.length)]++;
            }
            int[] times = new int[resumes.length];
            boolean[] seen = new boolean[2];
            for (int i = 0; i < resumes.length; i++) {
                times[i] = drawn[Arrays.binarySearch(numbers, resumes[i])];
                seen[labels[i] ? 1 : 0] |= times[i] > 0;
            }
            if (seen[0] && seen[1]) {
                resamples.add(times);
            }
        }
        return resamples;
    }
}

package io.rolestream.trainer.matching.adversary;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reward model's scores are worth.
 *
 * @param level of the scores of resumes with the job that suits them best, by which they were shifted
 * @param heldOut the same, of the test; it lies below 0 as far as the model remembers jobs
 * @param development on resumes that chose the epoch, with jobs that are learnt from; settings may be chosen by it
 * @param test on resumes and jobs that the training neither learns from nor chooses an epoch by; it judges, so settings
 *     must not be chosen by it
 */
public record RewardReport(Level level, Level heldOut, RewardTable development, RewardTable test) {
    private static final double SHOWN = 5e-4;

    /**
     * Where scores lie.
     *
     * @param references how many pairs
     * @param deviation the standard deviation, 0 or more
     */
    public record Level(int references, double mean, double deviation) {
        /** The standard error of the mean; 0 for a single pair, which says nothing of it. */
        public double error() {
            return references < 2 ? 0 : deviation / Math.sqrt(references - 1);
        }

        /** @param scores at least one */
        public static Level of(double[] scores) {
            double sum = 0;
            for (double score : scores) {
                sum += score;
            }
            double mean = sum / scores.length;
            double squares = 0;
            for (double score : scores) {
                squares += (score - mean) * (score - mean);
            }
            return new Level(scores.length, mean, Math.sqrt(squares / scores.length));
        }

        /** In words. */
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "Scores of %,d resumes with the job that suits them best have the mean %.3f (standard error %.3f)"
                            + " and the standard deviation %.3f.",
                    references,
                    Math.abs(mean) < SHOWN ? 0 : mean,
                    error(),
                    deviation);
        }
    }

    /** The level of both, in words. */
    public List<String> levels() {
        return List.of("Calibrated: " + level.sentence(), "Held out: " + heldOut.sentence());
    }

    /** By name, for a version's manifest. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("reward.references", (double) level.references());
        metrics.put("reward.references.mean", level.mean());
        metrics.put("reward.references.deviation", level.deviation());
        metrics.put("reward.held-out.references", (double) heldOut.references());
        metrics.put("reward.held-out.references.mean", heldOut.mean());
        metrics.put("reward.held-out.references.deviation", heldOut.deviation());
        development.addTo(metrics, "reward.development.");
        test.addTo(metrics, "reward.test.");
        return metrics;
    }
}

package io.rolestream.trainer.labelling;

import java.util.Arrays;

/**
 * Estimates the roles of texts from the votes of several labellers, weighing each by how it agrees with the others:
 * Dawid and Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm", 1979.
 *
 * <p>Each labeller has a confusion matrix: the probability of its vote, given the true role. Votes are taken to be
 * independent given the role, so labellers that share their mistakes are trusted too much. An abstention says nothing.
 * The counts are smoothed, as if each labeller had voted right once more on a text of each role, and for every role a
 * tenth of a time.
 */
public final class DawidSkene {
    private static final double SMOOTHING = 0.1;
    private static final double RIGHT = 1;
    private static final int MOST_ROUNDS = 100;
    private static final double SETTLED = 1e-6;

    private final double[] logPriors;
    /** {@code [labellers][roles][votes]} */
    private final double[][][] logVotes;

    private DawidSkene(double[] logPriors, double[][][] logVotes) {
        this.logPriors = logPriors;
        this.logVotes = logVotes;
    }

    /**
     * Fits the labellers' matrices and the roles' frequencies, beginning with the shares of the votes; the same votes
     * give the same result.
     *
     * @param votes roles by text and labeller, -1 for an abstention, {@code [texts][labellers]}; at least one text
     */
    public static DawidSkene fit(int[][] votes, int roles) {
        double[][] shares = new double[votes.length][];
        for (int text = 0; text < votes.length; text++) {
            shares[text] = shares(votes[text], roles);
        }
        DawidSkene fitted = maximised(votes, shares);
        for (int round = 1; round < MOST_ROUNDS; round++) {
            double change = 0;
            for (int text = 0; text < votes.length; text++) {
                double[] next = fitted.probabilities(votes[text]);
                for (int role = 0; role < roles; role++) {
                    change = Math.max(change, Math.abs(next[role] - shares[text][role]));
                }
                shares[text] = next;
            }
            fitted = maximised(votes, shares);
            if (change < SETTLED) {
                break;
            }
        }
        return fitted;
    }

    private static double[] shares(int[] votes, int roles) {
        double[] shares = new double[roles];
        int named = 0;
        for (int vote : votes) {
            if (vote >= 0) {
                shares[vote]++;
                named++;
            }
        }
        for (int role = 0; role < roles; role++) {
            shares[role] = named == 0 ? 1.0 / roles : shares[role] / named;
        }
        return shares;
    }

    /** The matrices and frequencies that these probabilities of the texts' roles make most likely. */
    private static DawidSkene maximised(int[][] votes, double[][] shares) {
        int roles = shares[0].length;
        double[] priors = new double[roles];
        double[][][] counts = new double[votes[0].length][roles][roles];
        Arrays.fill(priors, SMOOTHING);
        for (double[][] ofLabeller : counts) {
            for (int role = 0; role < roles; role++) {
                Arrays.fill(ofLabeller[role], SMOOTHING);
                ofLabeller[role][role] += RIGHT;
            }
        }
        for (int text = 0; text < votes.length; text++) {
            for (int role = 0; role < roles; role++) {
                priors[role] += shares[text][role];
                for (int labeller = 0; labeller < counts.length; labeller++) {
                    int vote = votes[text][labeller];
                    if (vote >= 0) {
                        counts[labeller][role][vote] += shares[text][role];
                    }
                }
            }
        }
        for (double[][] ofLabeller : counts) {
            for (double[] ofRole : ofLabeller) {
                toLogShares(ofRole);
            }
        }
        return new DawidSkene(toLogShares(priors), counts);
    }

    private static double[] toLogShares(double[] counts) {
        double sum = Arrays.stream(counts).sum();
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.log(counts[i] / sum);
        }
        return counts;
    }

    /**
     * The probabilities of a text's roles; the roles' frequencies where all abstain.
     *
     * @param votes one of each labeller, -1 for an abstention
     * @return {@code [roles]}
     */
    public double[] probabilities(int[] votes) {
        double[] logs = logPriors.clone();
        for (int labeller = 0; labeller < votes.length; labeller++) {
            for (int role = 0; votes[labeller] >= 0 && role < logs.length; role++) {
                logs[role] += logVotes[labeller][role][votes[labeller]];
            }
        }
        double greatest = Arrays.stream(logs).max().orElseThrow();
        double sum = 0;
        for (int role = 0; role < logs.length; role++) {
            logs[role] = Math.exp(logs[role] - greatest);
            sum += logs[role];
        }
        for (int role = 0; role < logs.length; role++) {
            logs[role] /= sum;
        }
        return logs;
    }

    /** The most probable role of a text; the first of equals. */
    public int role(int[] votes) {
        double[] probabilities = probabilities(votes);
        int best = 0;
        for (int role = 1; role < probabilities.length; role++) {
            best = probabilities[role] > probabilities[best] ? role : best;
        }
        return best;
    }

    /** The share of its votes that a labeller is estimated to give rightly. */
    public double accuracy(int labeller) {
        double right = 0;
        for (int role = 0; role < logPriors.length; role++) {
            right += Math.exp(logPriors[role] + logVotes[labeller][role][role]);
        }
        return right;
    }
}

package io.rolestream.trainer.labelling;

import io.rolestream.labellers.linear.LinearModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.KeywordWeight;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleExplanation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Learns keyword weights from answers.
 *
 * <p>The rules' scores, times a scale, are the logits of a multinomial logistic regression. Its coefficients are the
 * weights, with the existing weights as the mean of their prior. So a keyword with few answers keeps its weight, and
 * one that many answers contradict loses it or changes its role. Cross-validation on the answers chooses the strength
 * of the prior.
 *
 * @param changed number of weights that changed by at least {@value #STEP}
 * @param trust strength of the prior; the smallest of {@link #TRUSTS} allows the largest changes
 * @param before the mean negative log likelihood of held-out answers with the former weights, in nats
 * @param after the same with relearnt weights
 */
public record KeywordRelearning(RuleSet rules, int answers, int changed, double trust, double before, double after) {
    public static final int MIN_ANSWERS = 50;
    public static final double STEP = 0.05;

    /** Strengths of the prior that are tried, in answers per squared unit of weight. */
    static final List<Double> TRUSTS = List.of(1.0, 3.0, 10.0, 30.0, 100.0);

    /** Standard errors by which held-out answers must become more probable. */
    static final double ERRORS = 1.5;

    private static final int FOLDS = 5;
    private static final int ITERATIONS = 150;
    /** Unless a weight was larger before. */
    private static final double LARGEST = 20;

    private static final int LEAST_OCCURRENCES = 3;

    /**
     * @param rules with weights, see {@link RuleSet#isWeighted}
     * @param answers texts with an answer, at least {@link #MIN_ANSWERS}
     * @return the same rules unless other weights make held-out answers clearly more probable and more often right
     */
    public static KeywordRelearning of(RuleSet rules, List<TrainingText> answers, long seed) {
        if (!rules.isWeighted()) {
            throw new IllegalArgumentException("the keywords of " + rules.version() + " have no weights");
        }
        if (answers.size() < MIN_ANSWERS) {
            throw new IllegalArgumentException(answers.size() + " answers are fewer than " + MIN_ANSWERS);
        }
        Problem problem = new Problem(rules, answers);
        int[] fold = folds(answers.size(), seed);
        double[] former = problem.crossValidated(fold, Double.POSITIVE_INFINITY);
        double before = mean(former);
        double best = before;
        double trust = Double.POSITIVE_INFINITY;
        for (double candidate : TRUSTS) {
            double[] losses = problem.crossValidated(fold, candidate);
            if (mean(losses) < best && isClearlyBetter(losses, former)) {
                best = mean(losses);
                trust = candidate;
            }
        }
        if (trust == Double.POSITIVE_INFINITY || !isMoreOftenRight(rules, answers, problem, fold, trust)) {
            return new KeywordRelearning(rules, answers.size(), 0, Double.POSITIVE_INFINITY, before, before);
        }
        List<KeywordWeight> changes = problem.changes(problem.fit(fold, -1, trust).weights);
        return new KeywordRelearning(changed(rules, changes), answers.size(), changes.size(), trust, before, best);
    }

    /**
     * Whether relearnt rules vote for more of the held-out answers. Rules have ties and a minimum score, which a
     * regression has not, so probabilities can rise while votes get worse.
     */
    private static boolean isMoreOftenRight(
            RuleSet rules, List<TrainingText> answers, Problem problem, int[] fold, double trust) {
        int gained = 0;
        for (int left = 0; left < FOLDS; left++) {
            RuleSet relearnt = changed(rules, problem.changes(problem.fit(fold, left, trust).weights));
            for (int i = 0; i < fold.length; i++) {
                if (fold[i] == left) {
                    gained += isRight(relearnt, answers.get(i)) ? 1 : 0;
                    gained -= isRight(rules, answers.get(i)) ? 1 : 0;
                }
            }
        }
        return gained > 0;
    }

    private static boolean isRight(RuleSet rules, TrainingText answer) {
        return rules.vote(answer.text()).role().name().equals(answer.answer());
    }

    private static RuleSet changed(RuleSet rules, List<KeywordWeight> changes) {
        return changes.isEmpty() ? rules : rules.withWeights(changes);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** Whether the paired differences are below 0 by more than {@value #ERRORS} standard errors. */
    private static boolean isClearlyBetter(double[] losses, double[] former) {
        double[] differences = IntStream.range(0, losses.length)
                .mapToDouble(i -> losses[i] - former[i])
                .toArray();
        double mean = mean(differences);
        double square =
                Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
        double error = Math.sqrt(square / (differences.length - 1) / differences.length);
        return mean < -ERRORS * error;
    }

    private static int[] folds(int answers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] fold = new int[answers];
        for (int i = 0; i < answers; i++) {
            fold[i] = random.nextInt(FOLDS);
        }
        return fold;
    }

    /** The matched keywords of a text, by number, and how often each counts. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Features(int[] keywords, double[] counts, int role) {}

    /** Weights {@code [keywords][roles]}, and the factor that turns scores into logits. */
    private static final class Fit {
        final double[][] weights;
        double scale;
        double fallback;

        Fit(double[][] weights, double scale, double fallback) {
            this.weights = weights;
            this.scale = scale;
            this.fallback = fallback;
        }
    }

    private static final class Problem {
        private final Taxonomy taxonomy;
        private final List<String> names = new ArrayList<>();
        private final List<double[]> known = new ArrayList<>();
        private final List<Features> texts = new ArrayList<>();
        private final int[] occurrences;

        Problem(RuleSet rules, List<TrainingText> answers) {
            this.taxonomy = rules.taxonomy();
            Map<String, Integer> numbers = new HashMap<>();
            for (TrainingText answer : answers) {
                List<RuleExplanation.Evidence> evidence =
                        rules.explain(answer.text()).evidence();
                int[] keywords = new int[evidence.size()];
                double[] counts = new double[evidence.size()];
                for (int i = 0; i < keywords.length; i++) {
                    String keyword = evidence.get(i).match().keyword();
                    List<RoleWeight> plain = rules.weights(keyword);
                    keywords[i] = numbers.computeIfAbsent(keyword, name -> add(name, plain));
                    counts[i] = evidence.get(i).weights().get(0).weight()
                            / plain.get(0).weight();
                }
                texts.add(new Features(keywords, counts, taxonomy.indexOf(Objects.requireNonNull(answer.answer()))));
            }
            occurrences = new int[names.size()];
            texts.forEach(text -> {
                for (int keyword : text.keywords()) {
                    occurrences[keyword]++;
                }
            });
        }

        private int add(String name, List<RoleWeight> plain) {
            double[] weights = new double[taxonomy.size()];
            plain.forEach(weight -> weights[taxonomy.indexOf(weight.role().name())] = weight.weight());
            names.add(name);
            known.add(weights);
            return names.size() - 1;
        }

        /** The loss of each text with weights learnt from the other folds. */
        double[] crossValidated(int[] fold, double trust) {
            double[] losses = new double[texts.size()];
            for (int left = 0; left < FOLDS; left++) {
                Fit fit = fit(fold, left, trust);
                for (int i = 0; i < texts.size(); i++) {
                    if (fold[i] == left) {
                        losses[i] = -Math.log(Math.max(
                                1e-12,
                                probabilities(texts.get(i), fit)[texts.get(i).role()]));
                    }
                }
            }
            return losses;
        }

        /** Fits to all texts but one fold's; an infinite trust keeps the weights. */
        Fit fit(int[] fold, int left, double trust) {
            Fit fit = new Fit(known.stream().map(double[]::clone).toArray(double[][]::new), 0.5, 1);
            Adam adam = new Adam(names.size(), taxonomy.size());
            for (int iteration = 1; iteration <= ITERATIONS; iteration++) {
                double[][] slopes = new double[names.size()][taxonomy.size()];
                double scaleSlope = 0;
                double fallbackSlope = 0;
                int learnt = 0;
                for (int i = 0; i < texts.size(); i++) {
                    if (fold[i] == left) {
                        continue;
                    }
                    learnt++;
                    Features text = texts.get(i);
                    double[] errors = probabilities(text, fit);
                    errors[text.role()] -= 1;
                    double[] scores = scores(text, fit.weights);
                    for (int role = 0; role < errors.length; role++) {
                        scaleSlope += errors[role] * scores[role];
                    }
                    fallbackSlope += errors[taxonomy.fallbackIndex()];
                    for (int k = 0; k < text.keywords().length; k++) {
                        double[] slope = slopes[text.keywords()[k]];
                        for (int role = 0; role < errors.length; role++) {
                            slope[role] += fit.scale * text.counts()[k] * errors[role];
                        }
                    }
                }
                if (trust < Double.POSITIVE_INFINITY) {
                    for (int k = 0; k < slopes.length; k++) {
                        for (int role = 0; role < slopes[k].length; role++) {
                            slopes[k][role] +=
                                    trust * fit.scale * fit.scale * (fit.weights[k][role] - known.get(k)[role]);
                        }
                        if (occurrences[k] >= LEAST_OCCURRENCES) {
                            adam.step(fit.weights[k], slopes[k], k, iteration, learnt);
                        }
                    }
                }
                double[] shared = {fit.scale, fit.fallback};
                adam.step(shared, new double[] {scaleSlope, fallbackSlope}, iteration, learnt);
                fit.scale = Math.max(0.05, shared[0]);
                fit.fallback = shared[1];
            }
            return fit;
        }

        private double[] scores(Features text, double[][] weights) {
            double[] scores = new double[taxonomy.size()];
            for (int k = 0; k < text.keywords().length; k++) {
                double[] ofKeyword = weights[text.keywords()[k]];
                for (int role = 0; role < scores.length; role++) {
                    scores[role] += text.counts()[k] * ofKeyword[role];
                }
            }
            return scores;
        }

        private double[] probabilities(Features text, Fit fit) {
            double[] logits = scores(text, fit.weights);
            for (int role = 0; role < logits.length; role++) {
                logits[role] = fit.scale * logits[role] + (role == taxonomy.fallbackIndex() ? fit.fallback : 0);
            }
            return LinearModel.softmax(logits);
        }

        /** The weights that differ after rounding. */
        List<KeywordWeight> changes(double[][] weights) {
            List<KeywordWeight> changes = new ArrayList<>();
            for (int k = 0; k < weights.length; k++) {
                for (int role = 0; role < taxonomy.size(); role++) {
                    double change = Math.rint((weights[k][role] - known.get(k)[role]) / STEP) * STEP;
                    if (change != 0) {
                        double largest = Math.max(LARGEST, Math.abs(known.get(k)[role]));
                        double weight = Math.max(-largest, Math.min(largest, known.get(k)[role] + change));
                        changes.add(new KeywordWeight(names.get(k), taxonomy.role(role), weight));
                    }
                }
            }
            return changes;
        }
    }

    /** Adam (Kingma and Ba 2015) for gradients of the mean loss. */
    private static final class Adam {
        private static final double RATE = 0.05;
        private static final double FIRST = 0.9;
        private static final double SECOND = 0.99;

        private final double[][] first;
        private final double[][] second;

        Adam(int keywords, int roles) {
            first = new double[keywords + 1][roles];
            second = new double[keywords + 1][roles];
        }

        void step(double[] values, double[] slopes, int iteration, int texts) {
            step(values, slopes, first.length - 1, iteration, texts);
        }

        void step(double[] values, double[] slopes, int row, int iteration, int texts) {
            for (int i = 0; i < values.length; i++) {
                double slope = slopes[i] / texts;
                first[row][i] = FIRST * first[row][i] + (1 - FIRST) * slope;
                second[row][i] = SECOND * second[row][i] + (1 - SECOND) * slope * slope;
                double mean = first[row][i] / (1 - Math.pow(FIRST, iteration));
                double square = second[row][i] / (1 - Math.pow(SECOND, iteration));
                values[i] -= RATE * mean / (Math.sqrt(square) + 1e-9);
            }
        }
    }
}

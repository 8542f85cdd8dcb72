package io.rolestream.trainer.study.girl;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.pairs.PairComparison;
import io.rolestream.evaluation.pairs.PairReport;
import io.rolestream.evaluation.ranking.QuerySlice;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.files.ranking.ColdStart;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.matching.writing.DescriptionSource;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchSplit;
import io.rolestream.trainer.matching.MatchingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * GIRL's protocol (Zheng et al. 2023): a recommender that says how probably a person applies for a job, from resume and
 * job, and the same with the generated description as one more input, compared by AUC and LogLoss. Resumes and postings
 * of the test are not learnt from, neither by the recommender nor by a generator that records that.
 *
 * <p>Two rows tell what the figures are worth: the constant share of applications, and a real posting that the person
 * applied for or opened in place of the description, for those who have one. Where even that does not help, a generated
 * description is unlikely to. That posting is of the other side of the split: of a learnt resume it is one of the test,
 * so this row alone reads texts of the test in training.
 */
public final class GirlStudy {
    /** The least grade of an application. */
    private static final int APPLIED = 2;

    /** Intervals over fewer applications say little. */
    private static final int FEWEST = 5;

    private static final String WITHOUT = "resume and job";
    private static final String GENERATED = "with the generated description";
    private static final String REAL = "with a real posting instead";
    private static final String CONSTANT = "constant";
    private static final String NARROW = "Intervals are of resamples of the resumes. Pairs of the same posting are no"
            + " independent evidence either, which the intervals do not show: they are too narrow where few postings have"
            + " many of the applications. Word weights are those of each side's own postings, so scores by words differ a"
            + " little between what is learnt and what is tested.";

    private final Matcher matcher;
    private final SkillVocabulary vocabulary;
    private final MatchSplit split;
    private final StudiedTexts texts;
    private final List<String> remarks = new ArrayList<>();

    private GirlStudy(Matcher matcher, RuleSet rules, MatchSplit split, StudiedTexts texts) {
        this.matcher = matcher;
        this.vocabulary = SkillVocabulary.of(rules);
        this.split = split;
        this.texts = texts;
    }

    /** A side of the split: its pairs, with what each predictor reads of them. */
    private record Pairs(
            List<GradedMatch> matches, List<float[]> without, List<float[]> generated, List<float[]> real) {
        List<float[]> rows(String predictor) {
            return predictor.equals(GENERATED) ? generated : predictor.equals(REAL) ? real : without;
        }

        int[] labels() {
            return matches.stream()
                    .mapToInt(match -> match.grade() >= APPLIED ? 1 : 0)
                    .toArray();
        }
    }

    /**
     * Runs it.
     *
     * @param data with a grade of 2 for an application
     * @param matcher of the same rules; with a bi-encoder, cosines are features too
     * @param descriptions null to measure only what a description could be worth
     * @param doubt why the descriptions' generator may have learnt from the test; null if it did not
     * @throws CommandFailedException if there are too few pairs
     */
    public static PairReport run(
            MatchingData data,
            Matcher matcher,
            RuleSet rules,
            @Nullable DescriptionSource descriptions,
            @Nullable String doubt)
            throws InterruptedException {
        MatchSplit split = MatchSplit.of(data, rules);
        List<GradedMatch> learnt = new ArrayList<>(split.train());
        learnt.addAll(split.validation());
        if (learnt.isEmpty() || split.test().isEmpty()) {
            throw new CommandFailedException(data.source() + ": " + Counted.of(learnt.size(), "pair") + " to learn from"
                    + " and " + split.test().size() + " to test on; give more resumes, jobs and feedback");
        }
        List<GradedMatch> used = new ArrayList<>(learnt);
        used.addAll(split.test());
        StudiedTexts texts = StudiedTexts.of(data, used, split, matcher, descriptions);
        GirlStudy study = new GirlStudy(matcher, rules, split, texts);
        if (doubt != null) {
            study.remarks.add(doubt);
        } else if (descriptions != null) {
            study.remarks.add("The generator records that it learnt from no resume and no posting of the test.");
        }
        return study.report(data, learnt, descriptions != null);
    }

    private PairReport report(MatchingData data, List<GradedMatch> learnt, boolean described) {
        Pairs train = pairs(learnt);
        Pairs test = pairs(split.test());
        Map<String, double[]> probabilities = new LinkedHashMap<>();
        for (String predictor : described ? List.of(WITHOUT, GENERATED, REAL) : List.of(WITHOUT, REAL)) {
            Standardized model = Standardized.fit(train.rows(predictor), train.labels());
            probabilities.put(
                    predictor,
                    test.rows(predictor).stream()
                            .mapToDouble(model::probability)
                            .toArray());
        }
        double share = Arrays.stream(train.labels()).average().orElse(0);
        double[] constant = new double[test.matches().size()];
        Arrays.fill(constant, share);
        probabilities.put(CONSTANT, constant);
        remarks.add("Data: " + data.source() + ". " + Counted.of(learnt.size(), "pair") + " to learn from, "
                + test.matches().size() + " of other resumes and other postings to test on, " + split.unused()
                + " across the border left out.");
        remarks.add(
                "An application is what was applied for or led to a hire; what was only shown, opened or dismissed is"
                        + " none. The predictors are logistic regressions over words, vectors, roles and skills. The constant"
                        + " predicts " + String.format(Locale.ROOT, "%.3f", share) + " for every pair.");
        remarks.addAll(texts.remarks());
        remarks.add("Matcher " + matcher.versions().matcher() + ", bi-encoder "
                + (matcher.versions().embedder() == null
                        ? "none"
                        : matcher.versions().embedder()) + ".");
        remarks.add(NARROW);
        List<PairComparison> comparisons = comparisons(test, probabilities);
        comparisons.get(0).predictors().stream()
                .filter(one -> one.name().equals(GENERATED) || one.name().equals(REAL))
                .forEach(one -> remarks.add(meaning(one)));
        return new PairReport(
                "GIRL's protocol on " + data.source(), comparisons, predictions(test, probabilities), remarks);
    }

    private static List<PairReport.Prediction> predictions(Pairs test, Map<String, double[]> probabilities) {
        int[] labels = test.labels();
        List<PairReport.Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            GradedMatch match = test.matches().get(i);
            Map<String, Double> ofPair = new LinkedHashMap<>();
            for (Map.Entry<String, double[]> predictor : probabilities.entrySet()) {
                ofPair.put(predictor.getKey(), predictor.getValue()[i]);
            }
            predictions.add(new PairReport.Prediction(match.resumeId(), match.jobId(), labels[i] == 1, ofPair));
        }
        return predictions;
    }

    private static String meaning(PairComparison.Measured one) {
        Estimate difference = one.aucDifference();
        String found = difference == null || (difference.lower() <= 0 && difference.upper() >= 0)
                ? "no difference in AUC that chance cannot explain"
                : difference.lower() > 0 ? "a higher AUC than without" : "a lower AUC than without";
        return "The recommender " + one.name() + " has " + found + ".";
    }

    /** Resume by resume, so that only one resume's features are in memory. */
    private Pairs pairs(List<GradedMatch> matches) {
        Set<String> jobs = new LinkedHashSet<>();
        Map<String, List<Integer>> byResume = new LinkedHashMap<>();
        for (int i = 0; i < matches.size(); i++) {
            jobs.add(matches.get(i).jobId());
            byResume.computeIfAbsent(matches.get(i).resumeId(), id -> new ArrayList<>())
                    .add(i);
        }
        float[][] without = new float[matches.size()][];
        float[][] generated = new float[matches.size()][];
        float[][] real = new float[matches.size()][];
        try (PairFeatures features = new PairFeatures(
                matcher, vocabulary, jobs.stream().map(texts::job).toList())) {
            byResume.forEach((resume, places) -> {
                Set<String> own =
                        places.stream().map(i -> matches.get(i).jobId()).collect(Collectors.toSet());
                Map<String, float[]> ofResume = features.of(texts.resume(resume), own);
                Map<String, float[]> ofDescription = features.of(texts.described(resume), own);
                Map<String, float[]> ofReal = features.of(texts.real(resume), own);
                for (int i : places) {
                    String job = matches.get(i).jobId();
                    without[i] = Objects.requireNonNull(ofResume.get(job));
                    generated[i] = joined(without[i], Objects.requireNonNull(ofDescription.get(job)));
                    real[i] = joined(without[i], Objects.requireNonNull(ofReal.get(job)));
                }
            });
        }
        return new Pairs(matches, List.of(without), List.of(generated), List.of(real));
    }

    private static float[] joined(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Of all pairs, and of the resumes that say least. */
    private List<PairComparison> comparisons(Pairs test, Map<String, double[]> probabilities) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        Map<String, Integer> words = new LinkedHashMap<>();
        for (GradedMatch match : test.matches()) {
            numbers.putIfAbsent(match.resumeId(), numbers.size());
            Profile resume = texts.resume(match.resumeId());
            words.put(match.resumeId(), ColdStart.words(resume.title(), resume.skillsText(), resume.body()));
        }
        List<PairComparison> comparisons = new ArrayList<>();
        comparisons.add(compared("All pairs", IntStream.range(0, test.matches().size()), test, numbers, probabilities));
        QuerySlice cold = ColdStart.of(words);
        int[] kept = IntStream.range(0, test.matches().size())
                .filter(i -> cold.queries().contains(test.matches().get(i).resumeId()))
                .toArray();
        int[] labels = test.labels();
        long applications = Arrays.stream(kept).filter(i -> labels[i] == 1).count();
        if (applications < FEWEST || applications == kept.length) {
            remarks.add("The cold start is left out: " + applications + " of its " + Counted.of(kept.length, "pair")
                    + " led to an application, and it needs " + FEWEST + " that did and some that did not.");
        } else {
            comparisons.add(compared("Cold start", Arrays.stream(kept), test, numbers, probabilities));
            remarks.add(cold.definition());
        }
        return comparisons;
    }

    private static PairComparison compared(
            String name,
            IntStream pairs,
            Pairs test,
            Map<String, Integer> numbers,
            Map<String, double[]> probabilities) {
        int[] kept = pairs.toArray();
        int[] labels = test.labels();
        boolean[] applied = new boolean[kept.length];
        int[] resumes = new int[kept.length];
        Map<String, double[]> some = new LinkedHashMap<>();
        probabilities.forEach((predictor, all) ->
                some.put(predictor, Arrays.stream(kept).mapToDouble(i -> all[i]).toArray()));
        for (int i = 0; i < kept.length; i++) {
            applied[i] = labels[kept[i]] == 1;
            resumes[i] = numbers.getOrDefault(test.matches().get(kept[i]).resumeId(), -1);
        }
        try {
            return PairComparison.of(name, applied, resumes, some);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}

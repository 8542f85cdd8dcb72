package io.rolestream.evaluation.comparison;

import io.rolestream.evaluation.scores.Bootstrap;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Holm;
import io.rolestream.evaluation.significance.McNemar;
import io.rolestream.evaluation.significance.PairedPermutation;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Labellers compared on the same texts. The same answers give exactly the same comparison.
 *
 * @param texts those that all compared labellers answered
 * @param runs of all labellers, in the order they were named
 * @param compared the labellers that answered all texts; the others are compared with the first of them. If none did,
 *     the one that got furthest, alone, on the texts that it answered. Empty if none answered any
 * @param agreement between the compared labellers
 * @param baseline the answer that is right most often, given to all texts; null if the right roles are unknown
 */
public record Comparison(
        ComparedTexts texts,
        List<LabellerRun> runs,
        List<ComparedLabeller> compared,
        Agreements agreement,
        @Nullable Baseline baseline) {
    public static final int RESAMPLES = 2000;
    public static final int PERMUTATIONS = 10_000;
    public static final long SEED = 20_240_229;

    /** The first of the most frequent true roles, as the answer on every text. */
    public record Baseline(String role, AnswerScores scores) {}

    public Comparison {
        runs = List.copyOf(runs);
        compared = List.copyOf(compared);
    }

    /** @throws IllegalArgumentException if there is no text, or a labeller has more answers than texts */
    public static Comparison of(ComparedTexts all, List<LabellerRun> runs) {
        if (all.size() == 0) {
            throw new IllegalArgumentException("there are no texts to compare labellers on");
        }
        List<LabellerRun> finished =
                runs.stream().filter(run -> run.answers().size() == all.size()).toList();
        if (finished.isEmpty()) {
            finished = runs.stream()
                    .max(Comparator.comparing((LabellerRun run) -> run.answers().size()))
                    .filter(run -> run.answers().size() > 0)
                    .map(List::of)
                    .orElse(List.of());
        }
        ComparedTexts texts =
                finished.isEmpty() ? all : all.first(finished.get(0).answers().size());
        Agreements agreement = Agreements.of(
                texts.taxonomy().size(),
                finished.stream().map(LabellerRun::answers).toList());
        if (texts.truth() == null || finished.isEmpty()) {
            List<ComparedLabeller> compared = finished.stream()
                    .map(run -> new ComparedLabeller(run, null, null, null))
                    .toList();
            return new Comparison(texts, runs, compared, agreement, null);
        }
        return scored(texts, texts.truth(), runs, finished, agreement);
    }

    private static Comparison scored(
            ComparedTexts texts,
            int[] truth,
            List<LabellerRun> runs,
            List<LabellerRun> finished,
            Agreements agreement) {
        Taxonomy taxonomy = texts.taxonomy();
        int[] constant = new int[truth.length];
        Arrays.fill(constant, mostFrequent(truth, taxonomy.size()));
        List<int[]> answers = new ArrayList<>();
        finished.forEach(run -> answers.add(run.answers().roles()));
        answers.add(constant);
        List<Bootstrap.Samples> samples = new Bootstrap(taxonomy.size(), truth, answers).run(RESAMPLES, SEED);
        List<AnswerScores> scores = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            scores.add(AnswerScores.of(taxonomy, truth, answers.get(i), samples.get(i)));
        }
        List<Versus> versus = versus(taxonomy.size(), truth, answers.subList(0, finished.size()), scores, samples);
        List<ComparedLabeller> compared = new ArrayList<>();
        for (int i = 0; i < finished.size(); i++) {
            compared.add(new ComparedLabeller(
                    finished.get(i),
                    scores.get(i),
                    ConfidenceScores.of(truth, finished.get(i).answers(), taxonomy.fallbackIndex()),
                    i == 0 ? null : versus.get(i - 1)));
        }
        Baseline baseline = new Baseline(taxonomy.role(constant[0]).name(), scores.get(finished.size()));
        return new Comparison(texts, runs, compared, agreement, baseline);
    }

    private static int mostFrequent(int[] truth, int roles) {
        int[] counts = new int[roles];
        Arrays.stream(truth).forEach(role -> counts[role]++);
        int most = 0;
        for (int role = 1; role < roles; role++) {
            most = counts[role] > counts[most] ? role : most;
        }
        return most;
    }

    /** Each labeller but the first, compared with it. */
    private static List<Versus> versus(
            int roles, int[] truth, List<int[]> answers, List<AnswerScores> scores, List<Bootstrap.Samples> samples) {
        int others = answers.size() - 1;
        McNemar[] texts = new McNemar[others];
        double[] accuracyP = new double[others];
        double[] macroF1P = new double[others];
        int[] first = answers.get(0);
        for (int i = 0; i < others; i++) {
            int[] other = answers.get(i + 1);
            texts[i] = McNemar.of(truth, first, other);
            accuracyP[i] = texts[i].p();
            macroF1P[i] = PairedPermutation.ofMacroF1(roles, truth, first, other, PERMUTATIONS, SEED);
        }
        double[] accuracyHolm = Holm.corrected(accuracyP);
        double[] macroF1Holm = Holm.corrected(macroF1P);
        List<Versus> versus = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            AnswerScores a = scores.get(i + 1);
            AnswerScores b = scores.get(0);
            Bootstrap.Samples paired = Bootstrap.Samples.difference(samples.get(i + 1), samples.get(0));
            versus.add(new Versus(
                    Estimate.ofDifference(a.accuracy().value() - b.accuracy().value(), paired.accuracy()),
                    Estimate.ofDifference(a.macro().f1() - b.macro().f1(), paired.macroF1()),
                    Estimate.ofDifference(a.weighted().f1() - b.weighted().f1(), paired.weightedF1()),
                    texts[i],
                    accuracyP[i],
                    accuracyHolm[i],
                    macroF1P[i],
                    macroF1Holm[i]));
        }
        return versus;
    }

    public boolean hasTruth() {
        return baseline != null;
    }

    /** Whether every labeller finished, and failed on no text. */
    public boolean isComplete() {
        return runs.stream().allMatch(run -> run.problem() == null && run.failedTexts() == 0);
    }

    /** Labellers without a row of scores. */
    public List<LabellerRun> notCompared() {
        return runs.stream()
                .filter(run -> compared.stream().noneMatch(one -> one.run() == run))
                .toList();
    }

    /** Why labellers did not finish, in sentences. */
    public List<String> problems() {
        return runs.stream()
                .filter(run -> run.problem() != null)
                .map(run -> (notCompared().contains(run) ? "Not compared: " : "Compared on what it answered: ")
                        + run.name() + ": " + run.problem())
                .toList();
    }

    /** The baseline, where the right roles are known. */
    public Baseline knownBaseline() {
        return Objects.requireNonNull(baseline);
    }
}

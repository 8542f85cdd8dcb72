package io.rolestream.trainer.matching;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextPair;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.skills.SkillMention;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.trainer.matching.adversary.Adversary;
import io.rolestream.trainer.matching.adversary.AdversaryTexts;
import io.rolestream.trainer.matching.adversary.HonestPair;
import io.rolestream.trainer.matching.adversary.RewardReport;
import io.rolestream.trainer.matching.adversary.RewardTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures a reward model on pairs of postings for the same resume, of which one is better. */
final class RewardChecks implements AutoCloseable {
    private static final int RESAMPLES = 2_000;
    private static final int BETWEEN_STOPS = 256;

    private final MatchSplit split;
    private final SkillVocabulary vocabulary;
    private final AdversaryTexts texts;
    private final PairScorer scorer;
    private final BooleanSupplier stop;

    /**
     * Opens the model.
     *
     * @param texts writes the dishonest postings
     * @param stop checked between passes over the model; true stops the checks
     */
    RewardChecks(
            CheckpointDirectory model,
            MatchSplit split,
            SkillVocabulary vocabulary,
            AdversaryTexts texts,
            int threads,
            BooleanSupplier stop)
            throws IOException {
        this.split = split;
        this.vocabulary = vocabulary;
        this.texts = texts;
        this.stop = stop;
        this.scorer = PairScorer.open(
                model, InferenceOptions.defaults().withPrecision(Precision.FP32).withThreads(1, threads));
    }

    /** Two postings for a resume, the better one first. */
    private record Choice(String resumeId, String resume, Set<String> skills, String better, String worse) {
        TextPair pair(String job) {
            return new TextPair(resume, job);
        }
    }

    /**
     * Measures the model.
     *
     * @param references whose scores should have the mean 0
     * @return empty if it was stopped
     */
    Optional<RewardReport> report(List<GradedMatch> references) throws InterruptedException {
        RewardReport.Level level = level(references);
        RewardReport.Level heldOut = level == null ? null : level(MatchSplit.bests(split.test()));
        RewardTable development = heldOut == null ? null : table(split.validation(), split.learntJobs());
        RewardTable test = development == null ? null : table(split.test(), split.testJobs());
        return level == null || heldOut == null || development == null || test == null
                ? Optional.empty()
                : Optional.of(new RewardReport(level, heldOut, development, test));
    }

    /**
     * Null if it was stopped.
     *
     * @param others jobs to choose those of another role from
     */
    private @Nullable RewardTable table(List<GradedMatch> matches, List<Profile> others) throws InterruptedException {
        Map<Adversary, List<Choice>> choices = new TreeMap<>();
        HonestPairs.of(split, matches, others).forEach((resume, pair) -> {
            for (Adversary kind : Adversary.values()) {
                String text = texts.of(kind, pair);
                if (text != null) {
                    choices.computeIfAbsent(kind, unused -> new ArrayList<>()).add(choice(resume, pair, text));
                }
            }
        });
        Map<TextPair, Double> scores = new HashMap<>();
        RewardTable.Row ordinary = row(ordinary(matches), scores);
        if (ordinary == null) {
            return null;
        }
        Map<Adversary, RewardTable.Row> adversaries = new TreeMap<>();
        for (var kind : choices.entrySet()) {
            RewardTable.Row row = row(kind.getValue(), scores);
            if (row == null) {
                return null;
            }
            adversaries.put(kind.getKey(), row);
        }
        return new RewardTable(ordinary, adversaries);
    }

    private static Choice choice(String resume, HonestPair pair, String dishonest) {
        return new Choice(resume, pair.resume(), Set.copyOf(pair.skills()), pair.job(), dishonest);
    }

    private RewardReport.@Nullable Level level(List<GradedMatch> references) throws InterruptedException {
        List<TextPair> pairs = references.stream()
                .map(match -> new TextPair(EmbeddedText.of(split.resume(match)), EmbeddedText.of(split.job(match))))
                .toList();
        Map<TextPair, Double> scores = new HashMap<>();
        return score(pairs, scores)
                ? RewardReport.Level.of(pairs.stream()
                        .mapToDouble(pair -> scores.getOrDefault(pair, Double.NaN))
                        .toArray())
                : null;
    }

    /** Adds the scores of pairs that have none; false if it was stopped. */
    private boolean score(Collection<TextPair> pairs, Map<TextPair, Double> scores) throws InterruptedException {
        List<TextPair> missing = pairs.stream()
                .filter(pair -> !scores.containsKey(pair))
                .distinct()
                .toList();
        for (int from = 0; from < missing.size(); from += BETWEEN_STOPS) {
            if (stop.getAsBoolean()) {
                return false;
            }
            List<TextPair> next = missing.subList(from, Math.min(from + BETWEEN_STOPS, missing.size()));
            List<Prediction> predictions = scorer.score(next);
            for (int i = 0; i < next.size(); i++) {
                scores.put(next.get(i), (double) predictions.get(i).logits()[0]);
            }
        }
        return true;
    }

    private List<Choice> ordinary(List<GradedMatch> matches) {
        List<Choice> choices = new ArrayList<>();
        MatchSplit.byResume(matches).forEach((id, all) -> {
            Profile resume = split.resume(id);
            for (GradedMatch better : all) {
                for (GradedMatch worse : all) {
                    if (better.grade() > worse.grade()) {
                        choices.add(new Choice(
                                id,
                                EmbeddedText.of(resume),
                                Set.copyOf(resume.skills()),
                                EmbeddedText.of(split.job(better)),
                                EmbeddedText.of(split.job(worse))));
                    }
                }
            }
        });
        return choices;
    }

    /** Null if it was stopped. */
    private RewardTable.@Nullable Row row(List<Choice> choices, Map<TextPair, Double> scores)
            throws InterruptedException {
        List<TextPair> pairs = choices.stream()
                .flatMap(choice -> Stream.of(choice.pair(choice.better()), choice.pair(choice.worse())))
                .toList();
        if (!score(pairs, scores)) {
            return null;
        }
        boolean[] right = new boolean[choices.size()];
        int longer = 0;
        int overlap = 0;
        for (int i = 0; i < right.length; i++) {
            Choice choice = choices.get(i);
            right[i] = scores.getOrDefault(choice.pair(choice.better()), Double.NaN)
                    > scores.getOrDefault(choice.pair(choice.worse()), Double.NaN);
            longer += choice.better().length() > choice.worse().length() ? 1 : 0;
            overlap += shared(choice.skills(), choice.better()) > shared(choice.skills(), choice.worse()) ? 1 : 0;
        }
        int count = Math.max(1, right.length);
        return new RewardTable.Row(
                right.length, estimate(choices, right), (double) longer / count, (double) overlap / count);
    }

    private long shared(Set<String> skills, String job) {
        return vocabulary.find(job).stream()
                .map(SkillMention::skill)
                .filter(skills::contains)
                .count();
    }

    /**
     * Wilson's interval where each resume has one choice; else a bootstrap of the resumes, whose choices share jobs.
     */
    private static Estimate estimate(List<Choice> choices, boolean[] right) {
        Map<String, int[]> byResume = new TreeMap<>();
        int hits = 0;
        for (int i = 0; i < right.length; i++) {
            int[] counts = byResume.computeIfAbsent(choices.get(i).resumeId(), unused -> new int[2]);
            counts[0] += right[i] ? 1 : 0;
            counts[1]++;
            hits += right[i] ? 1 : 0;
        }
        if (byResume.size() == right.length) {
            return Wilson.interval(hits, right.length);
        }
        return Estimate.ofShare((double) hits / right.length, resampled(List.copyOf(byResume.values())));
    }

    private static double[] resampled(List<int[]> counts) {
        SplittableRandom random = new SplittableRandom(1);
        double[] shares = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            int hits = 0;
            int seen = 0;
            for (int i = 0; i < counts.size(); i++) {
                int[] drawn = counts.get(random.nextInt(counts.size()));
                hits += drawn[0];
                seen += drawn[1];
            }
            shares[r] = (double) hits / seen;
        }
        return shares;
    }

    @Override
    public void close() {
        scorer.close();
    }
}

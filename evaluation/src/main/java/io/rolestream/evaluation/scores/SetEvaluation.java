package io.rolestream.evaluation.scores;

import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of all contenders on one set.
 *
 * @param calibration of all contenders but the rules
 * @param agreement with the rules, of all contenders but the rules
 * @param differences joint minus rules and model minus rules; with a champion also model minus champion and joint minus
 *     the champion's joint decision
 */
public record SetEvaluation(
        SetName name,
        boolean usedForChoosing,
        Map<Contender, ContenderScores> scores,
        Map<Contender, CalibrationScores> calibration,
        Map<Contender, Agreement> agreement,
        List<Difference> differences) {
    public SetEvaluation {
        scores = Collections.unmodifiableMap(new EnumMap<>(scores));
        calibration = Collections.unmodifiableMap(new EnumMap<>(calibration));
        agreement = Collections.unmodifiableMap(new EnumMap<>(agreement));
        differences = List.copyOf(differences);
    }

    static SetEvaluation of(
            Taxonomy taxonomy,
            EvaluationSet set,
            DecisionParameters parameters,
            @Nullable Champion champion,
            int resamples,
            long seed) {
        int[] truth = set.items().stream().mapToInt(ScoredItem::truth).toArray();
        Map<Contender, Predictions> answers = answers(set, parameters, champion);
        Map<Contender, Bootstrap.Samples> samples = samples(taxonomy.size(), truth, answers, resamples, seed);
        Map<Contender, ContenderScores> scores = new EnumMap<>(Contender.class);
        Map<Contender, CalibrationScores> calibration = new EnumMap<>(Contender.class);
        Map<Contender, Agreement> agreement = new EnumMap<>(Contender.class);
        int[] rules = present(answers, Contender.RULES).roles();
        answers.forEach((contender, given) -> {
            ConfusionMatrix confusion = new ConfusionMatrix(taxonomy.names());
            for (int i = 0; i < truth.length; i++) {
                confusion.add(truth[i], given.roles()[i]);
            }
            scores.put(contender, ContenderScores.of(confusion, present(samples, contender)));
            double[][] probabilities = given.logProbabilities();
            if (probabilities != null) {
                int bins = CalibrationScores.binsFor(truth.length);
                calibration.put(contender, CalibrationScores.of(truth, given.roles(), probabilities, bins));
                agreement.put(contender, Agreement.of(truth, given.roles(), rules));
            }
        });
        return new SetEvaluation(
                set.name(), set.usedForChoosing(), scores, calibration, agreement, differences(scores, samples));
    }

    private static Map<Contender, Bootstrap.Samples> samples(
            int roles, int[] truth, Map<Contender, Predictions> answers, int resamples, long seed) {
        List<int[]> given = answers.values().stream().map(Predictions::roles).toList();
        Iterator<Bootstrap.Samples> drawn =
                new Bootstrap(roles, truth, given).run(resamples, seed).iterator();
        Map<Contender, Bootstrap.Samples> samples = new EnumMap<>(Contender.class);
        answers.keySet().forEach(contender -> samples.put(contender, drawn.next()));
        return samples;
    }

    private static Map<Contender, Predictions> answers(
            EvaluationSet set, DecisionParameters parameters, @Nullable Champion champion) {
        List<ScoredItem> items = set.items();
        Map<Contender, Predictions> answers = new EnumMap<>(Contender.class);
        answers.put(Contender.MODEL, Predictions.ofModel(items, ScoredItem::logits, parameters));
        answers.put(Contender.RULES, Predictions.ofRules(items));
        answers.put(Contender.JOINT, Predictions.ofJoint(items, ScoredItem::logits, parameters, Set.of()));
        if (champion != null) {
            DecisionParameters theirs = champion.parameters();
            answers.put(Contender.CHAMPION, Predictions.ofModel(items, ScoredItem::championLogits, theirs));
            answers.put(
                    Contender.CHAMPION_JOINT,
                    Predictions.ofJoint(items, ScoredItem::championLogits, theirs, champion.unknownRoles()));
        }
        return answers;
    }

    private static List<Difference> differences(
            Map<Contender, ContenderScores> scores, Map<Contender, Bootstrap.Samples> samples) {
        List<Difference> differences = new ArrayList<>();
        differences.add(difference(scores, samples, Contender.JOINT, Contender.RULES));
        differences.add(difference(scores, samples, Contender.MODEL, Contender.RULES));
        if (scores.containsKey(Contender.CHAMPION)) {
            differences.add(difference(scores, samples, Contender.MODEL, Contender.CHAMPION));
            differences.add(difference(scores, samples, Contender.JOINT, Contender.CHAMPION_JOINT));
        }
        return differences;
    }

    private static Difference difference(
            Map<Contender, ContenderScores> scores,
            Map<Contender, Bootstrap.Samples> samples,
            Contender of,
            Contender against) {
        Bootstrap.Samples paired = Bootstrap.Samples.difference(present(samples, of), present(samples, against));
        Scores a = present(scores, of).scores();
        Scores b = present(scores, against).scores();
        return new Difference(
                of,
                against,
                Estimate.ofDifference(a.accuracy() - b.accuracy(), paired.accuracy()),
                Estimate.ofDifference(a.macroF1() - b.macroF1(), paired.macroF1()));
    }

    public long items() {
        return of(Contender.RULES).scores().total();
    }

    public Scores.Majority majority() {
        return of(Contender.RULES).scores().majority();
    }

    /** @throws IllegalArgumentException if it is the champion, and there is none */
    public ContenderScores of(Contender contender) {
        return present(scores, contender);
    }

    private static <V> V present(Map<Contender, V> values, Contender contender) {
        V value = values.get(contender);
        if (value == null) {
            throw new IllegalArgumentException("the " + contender.key() + " was not evaluated");
        }
        return value;
    }

    /** @throws IllegalArgumentException if it is the rules, or the champion, and there is none */
    public CalibrationScores calibrationOf(Contender contender) {
        return present(calibration, contender);
    }

    /** @return null if these two are not compared */
    public @Nullable Difference difference(Contender of, Contender against) {
        return differences.stream()
                .filter(difference -> difference.of() == of && difference.against() == against)
                .findFirst()
                .orElse(null);
    }
}

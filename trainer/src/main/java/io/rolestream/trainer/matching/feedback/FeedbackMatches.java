package io.rolestream.trainer.matching.feedback;

import io.rolestream.events.FeedbackAction;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.feedback.ExaminationCurve.Impression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Matches from what people did with recommendations.
 *
 * <table>
 * <caption>Grades</caption>
 * <tr><th>the most that was done</th><th>grade</th></tr>
 * <tr><td>hired</td><td>3</td></tr>
 * <tr><td>applied</td><td>2</td></tr>
 * <tr><td>opened</td><td>1</td></tr>
 * <tr><td>dismissed, without an application</td><td>0</td></tr>
 * <tr><td>shown</td><td>0</td></tr>
 * </table>
 *
 * <p>Entries further down are looked at less often, so that fewer of them are opened however well they suit. The
 * weights correct for that (inverse propensity, Joachims et al., 2017): a match that was opened counts as often as
 * there are such entries for each one that is looked at, at most {@value #MOST} times; an entry that was only shown
 * counts as much as it was probably looked at. The mean weight of what suits is 1.
 */
public final class FeedbackMatches {
    /** Limits the variance of few clicks far down. */
    static final double MOST = 10;

    private static final float LEAST_WEIGHT = 0.01f;

    private final List<GradedMatch> matches;
    private final ExaminationCurve curve;

    private record Pair(String resumeId, String jobId) {}

    /** What was done with a pair, over all lists it was in. */
    private static final class Seen {
        private FeedbackAction most = FeedbackAction.SHOWN;
        private boolean dismissed;

        void add(FeedbackAction action) {
            if (action == FeedbackAction.DISMISSED) {
                dismissed = true;
            } else if (level(action) > level(most)) {
                most = action;
            }
        }

        int grade() {
            return dismissed && level(most) < level(FeedbackAction.APPLIED) ? 0 : level(most);
        }

        private static int level(FeedbackAction action) {
            return switch (action) {
                case HIRED -> 3;
                case APPLIED -> 2;
                case OPENED -> 1;
                case SHOWN, DISMISSED, UNKNOWN -> 0;
            };
        }
    }

    private FeedbackMatches(List<GradedMatch> matches, ExaminationCurve curve) {
        this.matches = matches;
        this.curve = curve;
    }

    /** @param reactions of all lists, in the order in which they happened */
    public static FeedbackMatches of(List<Reaction> reactions) {
        Map<Pair, Integer> numbers = new LinkedHashMap<>();
        Map<Pair, Map<Integer, Integer>> shownAt = new HashMap<>();
        Map<Pair, Map<Integer, Integer>> openedAt = new HashMap<>();
        Map<Pair, Seen> seen = new LinkedHashMap<>();
        for (Reaction reaction : reactions) {
            Pair pair = new Pair(reaction.resumeId(), reaction.jobId());
            numbers.putIfAbsent(pair, numbers.size());
            seen.computeIfAbsent(pair, unused -> new Seen()).add(reaction.action());
            Integer position = reaction.position();
            if (position != null) {
                switch (reaction.action()) {
                    case SHOWN -> count(shownAt, pair, position);
                    case OPENED -> count(openedAt, pair, position);
                    case APPLIED, HIRED ->
                        openedAt.computeIfAbsent(pair, unused -> new HashMap<>())
                                .putIfAbsent(position, 1);
                    case DISMISSED, UNKNOWN -> {}
                }
            }
        }
        ExaminationCurve curve = ExaminationCurve.fitted(impressions(numbers, shownAt, openedAt), numbers.size());
        return new FeedbackMatches(weighted(seen, shownAt, openedAt, curve), curve);
    }

    private static void count(Map<Pair, Map<Integer, Integer>> counts, Pair pair, int position) {
        counts.computeIfAbsent(pair, unused -> new HashMap<>()).merge(position, 1, Integer::sum);
    }

    /** An opening without its list counts as shown there. */
    private static Impression[] impressions(
            Map<Pair, Integer> numbers,
            Map<Pair, Map<Integer, Integer>> shownAt,
            Map<Pair, Map<Integer, Integer>> openedAt) {
        List<Impression> all = new ArrayList<>();
        numbers.forEach((pair, number) -> {
            Map<Integer, Integer> shown = new HashMap<>(shownAt.getOrDefault(pair, Map.of()));
            Map<Integer, Integer> opened = openedAt.getOrDefault(pair, Map.of());
            opened.forEach((position, times) -> shown.merge(position, times, Math::max));
            shown.forEach((position, times) -> {
                int clicks = opened.getOrDefault(position, 0);
                for (int i = 0; i < times; i++) {
                    all.add(new Impression(number, position, i < clicks));
                }
            });
        });
        return all.toArray(Impression[]::new);
    }

    private static List<GradedMatch> weighted(
            Map<Pair, Seen> seen,
            Map<Pair, Map<Integer, Integer>> shownAt,
            Map<Pair, Map<Integer, Integer>> openedAt,
            ExaminationCurve curve) {
        Map<Pair, Double> weights = new LinkedHashMap<>();
        double sum = 0;
        int suiting = 0;
        for (Map.Entry<Pair, Seen> one : seen.entrySet()) {
            boolean suits = one.getValue().grade() > 0;
            double weight = suits
                    ? inverse(openedAt.getOrDefault(one.getKey(), Map.of()), curve)
                    : one.getValue().dismissed ? 1 : lookedAt(shownAt.getOrDefault(one.getKey(), Map.of()), curve);
            weights.put(one.getKey(), weight);
            sum += suits ? weight : 0;
            suiting += suits ? 1 : 0;
        }
        double mean = suiting == 0 ? 1 : sum / suiting;
        List<GradedMatch> matches = new ArrayList<>();
        seen.forEach((pair, one) -> {
            int grade = one.grade();
            double weight = weights.getOrDefault(pair, 1.0) / (grade > 0 ? mean : 1);
            matches.add(new GradedMatch(pair.resumeId(), pair.jobId(), grade, Math.max(LEAST_WEIGHT, (float) weight)));
        });
        return List.copyOf(matches);
    }

    /** By the best of the positions at which it was opened; 1 if none is known. */
    private static double inverse(Map<Integer, Integer> openedAt, ExaminationCurve curve) {
        return openedAt.keySet().stream()
                .mapToDouble(position -> Math.min(MOST, 1 / curve.at(position)))
                .min()
                .orElse(1);
    }

    /** The probability that it was looked at at least once; a half if no position is known. */
    private static double lookedAt(Map<Integer, Integer> shownAt, ExaminationCurve curve) {
        if (shownAt.isEmpty()) {
            return 0.5;
        }
        double missed = 1;
        for (Map.Entry<Integer, Integer> at : shownAt.entrySet()) {
            missed *= Math.pow(1 - curve.at(at.getKey()), at.getValue());
        }
        return 1 - missed;
    }

    /** In the order in which the pairs were first seen. */
    public List<GradedMatch> matches() {
        return matches;
    }

    /**
     * How probably an entry at a position is looked at, relative to the first, as estimated.
     *
     * @param position from 1
     */
    public double examination(int position) {
        return curve.at(position);
    }
}

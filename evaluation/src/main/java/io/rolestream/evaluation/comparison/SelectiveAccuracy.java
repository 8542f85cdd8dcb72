package io.rolestream.evaluation.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How accuracy rises where only answers with enough confidence are kept. An abstention is never kept.
 *
 * <p>Thresholds are compared as floats, as confidences are.
 */
public final class SelectiveAccuracy {
    /** What tables show. */
    public static final List<Float> THRESHOLDS = List.of(0f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 0.95f, 0.99f);

    /** A plot with more would not look different. */
    private static final int MOST_POINTS = 200;

    private final int texts;
    private final int fallbackTexts;
    /** Of the kept answers, highest first. */
    private final float[] confidence;
    /** Of the kept answers so far, the right ones. */
    private final int[] right;
    /** Of the kept answers so far, those on texts whose true role is the fallback. */
    private final int[] fallback;

    /**
     * The answers with at least this confidence.
     *
     * @param coverage their share of all texts
     * @param accuracy of these answers alone; NaN if there are none
     * @param accuracyOfAll of all answers, if the others become the fallback
     */
    public record Point(float threshold, int answers, double coverage, double accuracy, double accuracyOfAll) {}

    SelectiveAccuracy(int[] truth, GivenAnswers answers, int fallbackRole) {
        this.texts = truth.length;
        this.fallbackTexts =
                (int) IntStream.of(truth).filter(role -> role == fallbackRole).count();
        int[] order = IntStream.range(0, truth.length)
                .filter(i -> !answers.abstained()[i])
                .boxed()
                .sorted(Comparator.comparing(i -> -answers.confidence()[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.confidence = new float[order.length];
        this.right = new int[order.length + 1];
        this.fallback = new int[order.length + 1];
        for (int i = 0; i < order.length; i++) {
            int text = order[i];
            confidence[i] = answers.confidence()[text];
            right[i + 1] = right[i] + (answers.roles()[text] == truth[text] ? 1 : 0);
            fallback[i + 1] = fallback[i] + (truth[text] == fallbackRole ? 1 : 0);
        }
    }

    public Point at(float threshold) {
        int low = 0;
        int high = confidence.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (confidence[middle] >= threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return point(threshold, low);
    }

    private Point point(float threshold, int kept) {
        return new Point(
                threshold,
                kept,
                (double) kept / texts,
                kept == 0 ? Double.NaN : (double) right[kept] / kept,
                (double) (right[kept] + fallbackTexts - fallback[kept]) / texts);
    }

    /** A point for each confidence that occurs, highest first, or for some of them if there are many. */
    public List<Point> curve() {
        List<Integer> ends = IntStream.range(0, confidence.length)
                .filter(i -> i == confidence.length - 1 || confidence[i + 1] < confidence[i])
                .boxed()
                .toList();
        List<Point> points = new ArrayList<>();
        int step = Math.max(1, (ends.size() + MOST_POINTS - 1) / MOST_POINTS);
        for (int i = (ends.size() - 1) % step; i >= 0 && i < ends.size(); i += step) {
            points.add(point(confidence[ends.get(i)], ends.get(i) + 1));
        }
        return points;
    }
}

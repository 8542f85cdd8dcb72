package io.rolestream.trainer.curves;

import io.rolestream.engine.training.ValidationResult;
import io.rolestream.evaluation.comparison.html.CurvePlot;
import io.rolestream.evaluation.comparison.html.CurvePlot.Point;
import io.rolestream.evaluation.report.TrainingSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Draws a training's curve into the checkpoint: loss, learning rate, and the scores on held-out examples. */
public final class TrainingPlots {
    /** More steps than this are drawn as means of neighbours. */
    private static final int MOST_POINTS = 120;

    private static final String ACROSS = "Across: epochs.";

    private TrainingPlots() {}

    /**
     * Writes the files of {@link TrainingSection}; none for a training without a step, and none of scores without
     * validation examples.
     *
     * @param checkpoint the directory
     * @param accuracy what the validation results' accuracy is of, such as {@code accuracy} or {@code tokens predicted}
     * @param before the result before the first step, or null if it was not measured
     */
    public static void write(Path checkpoint, TrainingCurve curve, String accuracy, @Nullable ValidationResult before)
            throws IOException {
        List<CurvePoint> points = curve.points();
        if (points.isEmpty()) {
            return;
        }
        List<CurvePoint> measured = new ArrayList<>();
        if (before != null) {
            measured.add(new CurvePoint(0, 0, 0, 0, before));
        }
        points.stream().filter(point -> point.heldOut() != null).forEach(measured::add);

        Map<String, List<Point>> losses = new LinkedHashMap<>();
        losses.put("examples learnt from", means(points, CurvePoint::loss));
        add(losses, "held-out examples", measured, ValidationResult::loss);
        draw(checkpoint.resolve(TrainingSection.LOSS), "Loss by epoch", losses);
        draw(
                checkpoint.resolve(TrainingSection.RATE),
                "Learning rate by epoch",
                Map.of("", means(points, CurvePoint::rate)));
        Map<String, List<Point>> scores = new LinkedHashMap<>();
        add(scores, "macro-F1", measured, ValidationResult::macroF1);
        add(scores, accuracy, measured, ValidationResult::accuracy);
        draw(checkpoint.resolve(TrainingSection.SCORES), "Scores on held-out examples by epoch", scores);
    }

    private static void draw(Path file, String title, Map<String, List<Point>> curves) throws IOException {
        if (!curves.isEmpty()) {
            Files.writeString(file, CurvePlot.of(title, ACROSS, curves));
        }
    }

    private static void add(
            Map<String, List<Point>> curves,
            String name,
            List<CurvePoint> measured,
            Function<ValidationResult, @Nullable Double> score) {
        List<Point> points = new ArrayList<>();
        for (CurvePoint point : measured) {
            Double value = point.heldOut() == null ? null : score.apply(point.heldOut());
            if (value != null && Double.isFinite(value)) {
                points.add(new Point(point.epoch(), value));
            }
        }
        if (!points.isEmpty()) {
            curves.put(name, points);
        }
    }

    /** At most {@link #MOST_POINTS}, each the mean of as many steps. */
    private static List<Point> means(List<CurvePoint> points, ToDoubleFunction<CurvePoint> value) {
        int each = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Point> means = new ArrayList<>();
        for (int from = 0; from < points.size(); from += each) {
            List<CurvePoint> some = points.subList(from, Math.min(points.size(), from + each));
            means.add(new Point(
                    some.stream().mapToDouble(CurvePoint::epoch).average().orElseThrow(),
                    some.stream().mapToDouble(value).average().orElseThrow()));
        }
        return means;
    }
}

package io.rolestream.trainer.report;

import io.rolestream.classifier.evaluation.ConfusionMatrix;
import io.rolestream.classifier.evaluation.LabelScores;
import io.rolestream.trainer.evaluation.CalibrationScores;
import io.rolestream.trainer.evaluation.Contender;
import io.rolestream.trainer.evaluation.Figures;
import io.rolestream.trainer.evaluation.SetEvaluation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Plots of a model's scores on one set, as SVG. */
final class Plots {
    /** Roles that a plot shows at most, those that occur most often. */
    static final int MAX_ROLES = 30;

    private static final int LABEL_WIDTH = 190;
    private static final int LABEL_CHARS = 26;
    private static final double MARGIN = 16;

    private static final double CELL = 30;
    /** From this share on, text on a cell has the background's colour. */
    private static final double DARK_CELL = 0.8;

    private static final double BAR = 9;
    private static final double BAR_WIDTH = 320;
    private static final double ROW = 28;

    private static final double SQUARE = 320;
    private static final double LARGEST_DOT = 9;

    private Plots() {}

    /** How often each role was answered for each true role; colours are shares of the true role. */
    static String confusion(SetEvaluation set) {
        ConfusionMatrix matrix = set.of(Contender.MODEL).confusion();
        List<Integer> roles = mostFrequent(set);
        double left = MARGIN + LABEL_WIDTH;
        double top = MARGIN + LABEL_WIDTH * 0.8;
        double side = roles.size() * CELL;
        Svg svg = new Svg(
                left + side + LABEL_WIDTH * 0.5 + MARGIN,
                top + side + 2 * MARGIN + 12,
                "Confusion matrix of the model on " + set.name().key());
        for (int row = 0; row < roles.size(); row++) {
            int truth = roles.get(row);
            double y = top + row * CELL;
            svg.textBefore(left - 8, y + CELL / 2 + 4, label(matrix, truth));
            svg.textTurned(left + row * CELL + CELL / 2 + 4, top - 8, -55, label(matrix, truth));
            for (int column = 0; column < roles.size(); column++) {
                int answer = roles.get(column);
                double x = left + column * CELL;
                long count = matrix.count(truth, answer);
                double share = count == 0 ? 0 : (double) count / matrix.support(truth);
                svg.area(
                        Svg.FIRST,
                        x + 1,
                        y + 1,
                        CELL - 2,
                        CELL - 2,
                        Math.max(0.04, share),
                        matrix.labels().get(truth) + " answered as "
                                + matrix.labels().get(answer) + ": " + count);
                if (count > 0) {
                    String kind = share < DARK_CELL ? Svg.INK : Svg.OVER;
                    svg.textAround(kind, x + CELL / 2, y + CELL / 2 + 4, count(count));
                }
            }
        }
        svg.text(left, top + side + MARGIN + 8, "Rows: true roles. Columns: the model's answers." + omitted(set));
        return svg.document();
    }

    /** The F1 of each role, of the model and of the rules. */
    static String roles(SetEvaluation set) {
        List<LabelScores> model = set.of(Contender.MODEL).scores().labels();
        List<LabelScores> rules = set.of(Contender.RULES).scores().labels();
        List<Integer> roles = mostFrequent(set);
        double left = MARGIN + LABEL_WIDTH;
        double top = MARGIN + 32;
        double bottom = top + roles.size() * ROW;
        Svg svg = new Svg(
                left + BAR_WIDTH + 4 * MARGIN,
                bottom + 3 * MARGIN,
                "F1 of each role, of the model and of the rules, on "
                        + set.name().key());
        svg.area(Svg.FIRST, left, MARGIN, BAR, BAR, 1, "");
        svg.text(left + 2 * BAR, MARGIN + BAR, "model");
        svg.area(Svg.SECOND, left + 80, MARGIN, BAR, BAR, 1, "");
        svg.text(left + 80 + 2 * BAR, MARGIN + BAR, "rules");
        for (int tick = 0; tick <= 4; tick++) {
            double x = left + tick * BAR_WIDTH / 4;
            svg.line("grid", x, top - 6, x, bottom);
            svg.textAround(Svg.INK, x, bottom + MARGIN, Figures.two(tick / 4.0));
        }
        for (int row = 0; row < roles.size(); row++) {
            LabelScores ofModel = model.get(roles.get(row));
            LabelScores ofRules = rules.get(roles.get(row));
            double y = top + row * ROW;
            svg.textBefore(left - 8, y + ROW / 2, shortened(ofModel.label()));
            svg.area(Svg.FIRST, left, y, BAR_WIDTH * ofModel.f1(), BAR, 1, tooltip("model", ofModel));
            svg.area(Svg.SECOND, left, y + BAR + 1, BAR_WIDTH * ofRules.f1(), BAR, 1, tooltip("rules", ofRules));
        }
        svg.text(left, bottom + 2 * MARGIN + 6, "F1." + omitted(set));
        return svg.document();
    }

    /** How often the model is right, by how sure it is. */
    static String reliability(SetEvaluation set) {
        CalibrationScores calibration = set.calibrationOf(Contender.MODEL);
        double left = MARGIN + 40;
        double top = MARGIN;
        double bottom = top + SQUARE;
        Svg svg = new Svg(
                left + SQUARE + 2 * MARGIN,
                bottom + 4 * MARGIN,
                "Reliability of the model's confidence on " + set.name().key());
        for (int tick = 0; tick <= 4; tick++) {
            double at = tick * SQUARE / 4;
            svg.line("grid", left + at, top, left + at, bottom);
            svg.line("grid", left, bottom - at, left + SQUARE, bottom - at);
            svg.textAround(Svg.INK, left + at, bottom + MARGIN, Figures.two(tick / 4.0));
            svg.textBefore(left - 6, bottom - at + 4, Figures.two(tick / 4.0));
        }
        svg.line("grid", left, bottom, left + SQUARE, top);
        int most = calibration.bins().stream()
                .mapToInt(CalibrationScores.Bin::items)
                .max()
                .orElse(1);
        double lastX = 0;
        double lastY = 0;
        for (CalibrationScores.Bin bin : calibration.bins()) {
            double x = left + bin.confidence() * SQUARE;
            double y = bottom - bin.accuracy() * SQUARE;
            if (lastX > 0) {
                svg.line("trend", lastX, lastY, x, y);
            }
            svg.circle(
                    Svg.FIRST,
                    x,
                    y,
                    LARGEST_DOT * Math.sqrt((double) bin.items() / most),
                    bin.items() + " items, confidence " + Figures.two(bin.confidence()) + ", accuracy "
                            + Figures.two(bin.accuracy()));
            lastX = x;
            lastY = y;
        }
        svg.textAround(
                Svg.INK, left + SQUARE / 2, bottom + 2 * MARGIN + 6, "Across: confidence. Up: share that is right.");
        return svg.document();
    }

    /** Indexes of the roles that occur, in the taxonomy's order. */
    private static List<Integer> mostFrequent(SetEvaluation set) {
        List<LabelScores> roles = set.of(Contender.MODEL).scores().labels();
        return IntStream.range(0, roles.size())
                .boxed()
                .filter(role -> roles.get(role).occurs())
                .sorted(Comparator.comparing((Integer role) ->
                                roles.get(role).support() + roles.get(role).predicted())
                        .reversed())
                .limit(MAX_ROLES)
                .sorted()
                .toList();
    }

    private static String omitted(SetEvaluation set) {
        long occurring = set.of(Contender.MODEL).scores().labels().stream()
                .filter(LabelScores::occurs)
                .count();
        return occurring > MAX_ROLES ? " The " + MAX_ROLES + " most frequent of " + occurring + " roles." : "";
    }

    private static String tooltip(String whose, LabelScores role) {
        return role.label() + ", " + whose + ": " + Figures.two(role.f1()) + " on " + role.support() + " items";
    }

    private static String label(ConfusionMatrix matrix, int role) {
        return shortened(matrix.labels().get(role));
    }

    private static String shortened(String label) {
        return label.codePointCount(0, label.length()) <= LABEL_CHARS
                ? label
                : label.substring(0, label.offsetByCodePoints(0, LABEL_CHARS - 1)) + "\u2026";
    }

    private static String count(long count) {
        return count < 10_000 ? Long.toString(count) : count / 1000 + "k";
    }
}

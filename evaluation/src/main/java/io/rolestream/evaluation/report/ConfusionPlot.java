package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.Scores;
import java.util.List;

/** The confusion matrix. Colours are shares of the true role, numbers are counts. */
public final class ConfusionPlot {
    private static final double CELL = 30;
    private static final double LEFT = Svg.MARGIN + DrawnRoles.LABEL_WIDTH;
    /** Column labels are rotated. */
    private static final double TOP = Svg.MARGIN + 0.8 * DrawnRoles.LABEL_WIDTH;

    private static final int TURN = -55;
    private static final double PALEST = 0.04;

    /** Above this share, a cell's text has the background's colour. */
    private static final double DARK = 0.8;

    private ConfusionPlot() {}

    /**
     * Draws the most frequent roles.
     *
     * @param title the text alternative
     */
    public static String of(ConfusionMatrix matrix, String title) {
        Scores scores = Scores.of(matrix);
        List<Integer> roles = DrawnRoles.of(scores);
        double side = roles.size() * CELL;
        Svg svg = new Svg(LEFT + side + 0.5 * DrawnRoles.LABEL_WIDTH, TOP + side + 2.5 * Svg.MARGIN, title);
        for (int i = 0; i < roles.size(); i++) {
            String label = DrawnRoles.label(matrix.labels().get(roles.get(i)));
            double middle = (i + 0.5) * CELL + 4;
            svg.textBefore(LEFT - 8, TOP + middle, label);
            svg.textTurned(LEFT + middle, TOP - 8, TURN, label);
            for (int j = 0; j < roles.size(); j++) {
                cell(svg, matrix, roles.get(i), roles.get(j), LEFT + j * CELL, TOP + i * CELL);
            }
        }
        svg.text(
                Svg.MARGIN,
                TOP + side + 1.5 * Svg.MARGIN,
                "Rows: true roles. Columns: answers." + DrawnRoles.omitted(scores));
        return svg.document();
    }

    private static void cell(Svg svg, ConfusionMatrix matrix, int truth, int answer, double x, double y) {
        long count = matrix.count(truth, answer);
        double share = count == 0 ? 0 : (double) count / matrix.support(truth);
        String tooltip =
                matrix.labels().get(truth) + " answered as " + matrix.labels().get(answer) + ": " + count;
        svg.area(Svg.FIRST, x + 1, y + 1, CELL - 2, CELL - 2, Math.max(PALEST, share), tooltip);
        if (count > 0) {
            svg.textAround(share < DARK ? Svg.INK : Svg.OVER, x + CELL / 2, y + CELL / 2 + 4, shortened(count));
        }
    }

    private static String shortened(long count) {
        return count < 10_000 ? Long.toString(count) : count / 1000 + "k";
    }
}

package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.scores.LabelScores;
import io.rolestream.evaluation.scores.SetEvaluation;
import java.util.List;

final class RolePlot {
    private static final double BAR = 9;
    private static final double ROW = 28;
    private static final double WIDTH = 320;
    private static final double LEFT = Svg.MARGIN + DrawnRoles.LABEL_WIDTH;
    private static final double TOP = 3 * Svg.MARGIN;
    private static final int TICKS = 4;

    private RolePlot() {}

    /** On the rules' own labels their F1 is 1 by definition, so only the model's is drawn. */
    static String of(SetEvaluation set) {
        boolean withRules = set.name().labelledByPeople();
        List<LabelScores> model = set.of(Contender.MODEL).scores().labels();
        List<LabelScores> rules = set.of(Contender.RULES).scores().labels();
        List<Integer> roles = DrawnRoles.of(set.of(Contender.MODEL).scores());
        double bottom = TOP + roles.size() * ROW;
        Svg svg = new Svg(
                LEFT + WIDTH + 4 * Svg.MARGIN,
                bottom + 3 * Svg.MARGIN,
                "F1 of each role, of the model " + (withRules ? "and of the rules, on " : "on ")
                        + set.name().key());
        legend(svg, Svg.FIRST, LEFT, "model");
        if (withRules) {
            legend(svg, Svg.SECOND, LEFT + 80, "rules");
        }
        for (int tick = 0; tick <= TICKS; tick++) {
            double x = LEFT + WIDTH * tick / TICKS;
            svg.line(Svg.GRID, x, TOP - 6, x, bottom);
            svg.textAround(Svg.INK, x, bottom + Svg.MARGIN, Figures.two((double) tick / TICKS));
        }
        for (int i = 0; i < roles.size(); i++) {
            LabelScores ofModel = model.get(roles.get(i));
            double y = TOP + i * ROW;
            svg.textBefore(LEFT - 8, y + ROW / 2, DrawnRoles.label(ofModel.label()));
            bar(svg, Svg.FIRST, y, ofModel, "model");
            if (withRules) {
                bar(svg, Svg.SECOND, y + BAR + 1, rules.get(roles.get(i)), "rules");
            }
        }
        svg.text(
                LEFT,
                bottom + 2.4 * Svg.MARGIN,
                "F1." + DrawnRoles.omitted(set.of(Contender.MODEL).scores()));
        return svg.document();
    }

    private static void legend(Svg svg, String kind, double x, String whose) {
        svg.area(kind, x, Svg.MARGIN, BAR, BAR, 1, "");
        svg.text(x + 2 * BAR, Svg.MARGIN + BAR, whose);
    }

    private static void bar(Svg svg, String kind, double y, LabelScores role, String whose) {
        String tooltip =
                role.label() + ", " + whose + ": " + Figures.two(role.f1()) + " on " + role.support() + " items";
        svg.area(kind, LEFT, y, WIDTH * role.f1(), BAR, 1, tooltip);
    }
}

package io.rolestream.evaluation.report;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.scores.Agreement;
import io.rolestream.evaluation.scores.CalibrationScores;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.ContenderScores;
import io.rolestream.evaluation.scores.Difference;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.evaluation.scores.SetEvaluation;
import java.util.ArrayList;
import java.util.List;

/** The model card's section on one set. */
final class CardScores {
    private static final String NONE = "";

    private CardScores() {}

    static void write(Markdown card, SetEvaluation set) {
        String title = title(set);
        card.paragraph("### " + Character.toUpperCase(title.charAt(0)) + title.substring(1));
        card.paragraph(Counted.of(set.items(), "item") + ". " + meaning(set) + chosen(set));
        List<List<String>> rows = new ArrayList<>();
        Scores.Majority majority = set.majority();
        rows.add(List.of(
                "Always \"" + Markdown.text(majority.label()) + "\", the most frequent role",
                Figures.three(majority.accuracy()),
                Figures.three(majority.macroF1()),
                Figures.three(weightedF1(majority)),
                NONE));
        set.scores().forEach((contender, scores) -> rows.add(row(set, contender, scores)));
        card.table(List.of("labeller", "accuracy", "macro-F1", "weighted F1", "calibration error"), rows);
        card.list(differences(set));
    }

    /** Only the role that is always answered has an F1; its weight is its share. */
    private static double weightedF1(Scores.Majority majority) {
        double share = majority.accuracy();
        return share * 2 * share / (1 + share);
    }

    static String title(SetEvaluation set) {
        return switch (set.name()) {
            case SILVER -> "silver, labelled by the rules";
            case GOLD -> "gold, labelled by people";
            case GOLD_RANDOM_SLICE -> "random slice of gold, labelled by people";
        };
    }

    private static String meaning(SetEvaluation set) {
        return switch (set.name()) {
            case SILVER ->
                "The labels are the rules' own, so the rules are right here by definition. The other scores measure how well the rules are repeated, not accuracy.";
            case GOLD ->
                "People corrected or confirmed these labels. These items are harder than others, so all scores are"
                        + " likely to be lower than on the whole stream.";
            case GOLD_RANDOM_SLICE ->
                "Drawn at random and labelled by people: these scores are estimates for the whole stream.";
        };
    }

    private static String chosen(SetEvaluation set) {
        return set.usedForChoosing()
                ? " They also chose the model's parameters, so its scores are slightly too good."
                : "";
    }

    private static List<String> row(SetEvaluation set, Contender contender, ContenderScores scores) {
        boolean joint = contender == Contender.JOINT || contender == Contender.CHAMPION_JOINT;
        // On the rules' own labels, a joint decision is right nearly always: its confidence is not meant for them.
        CalibrationScores calibration = joint && !set.name().labelledByPeople()
                ? null
                : set.calibration().get(contender);
        return List.of(
                contender.title(),
                Figures.interval(scores.accuracy()),
                Figures.interval(scores.macroF1()),
                Figures.three(scores.weighted().f1()),
                calibration == null ? NONE : Figures.three(calibration.ece()));
    }

    private static List<String> differences(SetEvaluation set) {
        List<String> lines = new ArrayList<>();
        if (set.name().labelledByPeople()) {
            for (Difference difference : set.differences()) {
                lines.add(difference.of().title() + " minus " + inSentence(difference.against()) + ": "
                        + Figures.difference(difference.accuracy()) + " in accuracy, "
                        + Figures.difference(difference.macroF1()) + " in macro-F1.");
            }
        }
        Agreement agreement = set.agreement().get(Contender.MODEL);
        if (agreement != null) {
            lines.add("The model agrees with the rules on " + Figures.three(agreement.share()) + " of the items."
                    + whoIsRight(set, agreement));
        }
        return lines;
    }

    private static String whoIsRight(SetEvaluation set, Agreement agreement) {
        return set.name().labelledByPeople() && agreement.differing() > 0
                ? " Of the other " + agreement.differing() + ", the model is right on " + agreement.contenderRight()
                        + " and the rules on " + agreement.rulesRight() + "."
                : "";
    }

    private static String inSentence(Contender contender) {
        String title = contender.title();
        return Character.toLowerCase(title.charAt(0)) + title.substring(1);
    }
}

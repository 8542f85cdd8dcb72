package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.scores.LabelScores;
import io.rolestream.evaluation.scores.SetEvaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The model card's section on errors. */
final class CardWeakSpots {
    private static final int WORST_ROLES = 5;
    private static final int CONFUSIONS = 8;

    private record Confusion(String truth, String answer, long count, long support) {}

    private CardWeakSpots() {}

    static void write(Markdown card, SetEvaluation set) {
        List<LabelScores> roles = set.of(Contender.MODEL).scores().labels();
        List<LabelScores> rules = set.of(Contender.RULES).scores().labels();
        List<List<String>> rows = new ArrayList<>();
        roles.stream()
                .filter(role -> role.support() > 0)
                .sorted(Comparator.comparingDouble(LabelScores::f1))
                .limit(WORST_ROLES)
                .forEach(role -> rows.add(row(role, rules.get(roles.indexOf(role)))));
        List<String> columns = List.of("worst roles", "items", "precision", "recall", "F1", "F1 of the rules");
        // On their own labels the rules are right by definition.
        int shown = columns.size() - (set.name().labelledByPeople() ? 0 : 1);
        card.table(
                columns.subList(0, shown),
                rows.stream().map(row -> row.subList(0, shown)).toList());
        List<LabelScores> unseen =
                roles.stream().filter(role -> role.support() == 0).toList();
        if (!unseen.isEmpty()) {
            card.paragraph("Not evaluated, because no item has these roles: "
                    + Markdown.names(unseen.stream().map(LabelScores::label).toList()) + ".");
        }
        List<String> confusions = confusions(set.of(Contender.MODEL).confusion());
        if (!confusions.isEmpty()) {
            card.paragraph("Most frequent confusions:").list(confusions);
        }
    }

    private static List<String> row(LabelScores model, LabelScores rules) {
        return List.of(
                Markdown.text(model.label()),
                Long.toString(model.support()),
                Figures.two(model.precision()),
                Figures.two(model.recall()),
                Figures.two(model.f1()),
                Figures.two(rules.f1()));
    }

    private static List<String> confusions(ConfusionMatrix matrix) {
        List<Confusion> all = new ArrayList<>();
        List<String> labels = matrix.labels();
        for (int truth = 0; truth < labels.size(); truth++) {
            for (int answer = 0; answer < labels.size(); answer++) {
                if (truth != answer && matrix.count(truth, answer) > 0) {
                    all.add(new Confusion(
                            labels.get(truth), labels.get(answer), matrix.count(truth, answer), matrix.support(truth)));
                }
            }
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Confusion::count).reversed())
                .limit(CONFUSIONS)
                .map(confusion -> Markdown.text(confusion.truth()) + " predicted as "
                        + Markdown.text(confusion.answer()) + ": " + confusion.count() + " of " + confusion.support())
                .toList();
    }
}

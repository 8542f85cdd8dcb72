package io.rolestream.files.sample;

import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Accuracy of labels against the true roles of generated resumes, for each version of the model that took part in them,
 * compared with the initial rules on the same resumes. Labels decided by people are excluded, as are texts on which the
 * trainer had an answer before they were labelled.
 */
public final class Scoreboard {
    private static final double NORMAL_95 = 1.96;

    private final List<String> roles;
    private final Map<String, Period> periods = new LinkedHashMap<>();
    private final Period all;

    /**
     * The labels for which a version voted.
     *
     * @param version empty if no model voted
     * @param rules scores of the rules alone on these resumes
     * @param labels scores of the decisions
     * @param gain accuracy of the labels less that of the rules
     * @param margin half the 95 % interval of the gain
     */
    public record Row(String version, Scores rules, Scores labels, long disagreements, double gain, double margin) {}

    private static final class Period {
        private final ConfusionMatrix rules;
        private final ConfusionMatrix labels;
        private long disagreements;
        private long won;
        private long lost;

        private Period(List<String> roles) {
            rules = new ConfusionMatrix(roles);
            labels = new ConfusionMatrix(roles);
        }

        private Row row(String version) {
            double total = labels.total();
            double gain = (won - lost) / total;
            double deviation = Math.sqrt((won + lost) / total - gain * gain);
            return new Row(
                    version,
                    Scores.of(rules),
                    Scores.of(labels),
                    disagreements,
                    gain,
                    NORMAL_95 * deviation / Math.sqrt(total));
        }
    }

    public Scoreboard(List<String> roles) {
        this.roles = List.copyOf(roles);
        this.all = new Period(this.roles);
    }

    /**
     * Counts a label.
     *
     * @param version the model version that voted; empty if none did
     * @param disagreed whether rules and model voted for different roles
     */
    public void add(String version, String truth, String byRules, String label, boolean disagreed) {
        for (Period period : List.of(all, periods.computeIfAbsent(version, name -> new Period(roles)))) {
            period.rules.add(index(truth), index(byRules));
            period.labels.add(index(truth), index(label));
            period.disagreements += disagreed ? 1 : 0;
            period.won += truth.equals(label) && !truth.equals(byRules) ? 1 : 0;
            period.lost += truth.equals(byRules) && !truth.equals(label) ? 1 : 0;
        }
    }

    private int index(String role) {
        int index = roles.indexOf(role);
        if (index < 0) {
            throw new IllegalArgumentException("unknown role " + role);
        }
        return index;
    }

    public long labels() {
        return all.labels.total();
    }

    /** The scores of all labels, of which there must be at least one. */
    public Scores scores() {
        return Scores.of(all.labels);
    }

    /** The versions in the order in which they first voted. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        periods.forEach((version, period) -> rows.add(period.row(version)));
        return rows;
    }
}

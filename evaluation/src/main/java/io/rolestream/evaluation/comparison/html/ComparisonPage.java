package io.rolestream.evaluation.comparison.html;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.ConfidenceScores;
import io.rolestream.evaluation.comparison.report.Headline;
import io.rolestream.evaluation.comparison.report.Methods;
import io.rolestream.evaluation.comparison.report.Sheets;
import io.rolestream.evaluation.comparison.report.Shown;
import io.rolestream.evaluation.report.ConfusionPlot;
import io.rolestream.evaluation.report.ReliabilityPlot;
import java.util.List;
import java.util.Objects;

/**
 * A comparison as one HTML page without scripts and external resources: first what it means, then all figures, then the
 * details.
 */
public final class ComparisonPage {
    private final Comparison comparison;
    private final Html html = new Html();

    private ComparisonPage(Comparison comparison) {
        this.comparison = comparison;
    }

    public static String of(Comparison comparison) {
        return new ComparisonPage(comparison).page();
    }

    private String page() {
        String title = "Labellers compared on " + comparison.texts().source();
        html.begin(title);
        meaning();
        if (!comparison.compared().isEmpty()) {
            html.element("h2", "All figures").table(Sheets.scores(comparison));
            if (comparison.hasTruth()) {
                confidence();
                roles();
            }
            if (comparison.compared().size() > 1) {
                html.element("h2", "Who agrees with whom").table(Sheets.agreement(comparison));
            }
        }
        html.element("h2", "How the figures are computed").list(Methods.ALL);
        return html.end();
    }

    private void meaning() {
        List<String> sentences = Headline.of(comparison);
        html.element("p class=\"lead\"", sentences.get(0));
        sentences.subList(1, sentences.size()).forEach(sentence -> html.element("p", sentence));
        comparison.problems().forEach(problem -> html.element("p class=\"warning\"", problem));
        if (comparison.hasTruth()) {
            html.table(Sheets.summary(comparison));
            Comparison.Baseline baseline = comparison.knownBaseline();
            html.open("div class=\"plots\"")
                    .plot(
                            IntervalPlot.of(comparison),
                            "Share of right answers, with 95 % intervals. The line across is the baseline: always \""
                                    + baseline.role() + "\".")
                    .plot(CostPlot.of(comparison), "What quality costs, on the machine that ran the comparison.")
                    .close("div");
        }
        comparison.texts().remarks().forEach(remark -> html.element("p class=\"soft\"", remark));
    }

    private void confidence() {
        html.element("h2", "What confidence is worth");
        html.open("div class=\"plots\"")
                .plot(
                        SelectivePlot.of(comparison),
                        "The most confident answers first: a useful confidence gives a line that falls from left to"
                                + " right.")
                .close("div");
        html.table(Sheets.selective(comparison)).table(Sheets.withFallback(comparison));
    }

    private void roles() {
        html.element("h2", "Roles").table(Sheets.roles(comparison));
        for (ComparedLabeller labeller : comparison.compared()) {
            html.open("details")
                    .element("summary", labeller.name() + ": confusions, calibration, precision and recall");
            html.open("div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"confusion matrix\"");
            html.raw(ConfusionPlot.of(
                    Objects.requireNonNull(labeller.scores()).confusion(), "Confusion matrix of " + labeller.name()));
            html.close("div");
            reliability(labeller);
            html.table(Sheets.rolesOf(labeller)).close("details");
        }
    }

    private void reliability(ComparedLabeller labeller) {
        ConfidenceScores confidence = Objects.requireNonNull(labeller.confidence());
        if (confidence.answers() == 0) {
            html.element("p", "It abstained on every text, so there is no calibration to show.");
            return;
        }
        html.open("div class=\"plots\"")
                .plot(
                        ReliabilityPlot.of(confidence.bins(), "Reliability of the confidence of " + labeller.name()),
                        "On the diagonal, a confidence of 0.8 is right 8 times in 10. Calibration error "
                                + Shown.score(confidence.ece()) + " on " + Counted.of(confidence.answers(), "answer")
                                + (confidence.distinct() == 1 ? ", all with the same confidence." : "."))
                .close("div");
    }
}

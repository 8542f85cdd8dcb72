package io.rolestream.evaluation.ranking.report;

import io.rolestream.evaluation.comparison.html.Html;
import io.rolestream.evaluation.comparison.html.MeanPlot;
import io.rolestream.evaluation.comparison.report.Sheet;
import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.significance.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A comparison of rankings as one HTML page: what it means, all figures, and how they are computed. */
public final class RankingPage {
    private final Html html = new Html();

    private RankingPage() {}

    public static String of(RankingReport report) {
        return new RankingPage().page(report);
    }

    private String page(RankingReport report) {
        html.begin("Rankings compared on " + report.source());
        for (RankingReport.Direction direction : report.directions()) {
            direction(direction.comparison());
        }
        html.element("h2", "The systems")
                .list(report.systems().entrySet().stream()
                        .map(system -> system.getKey() + ": " + system.getValue())
                        .toList());
        report.remarks().forEach(remark -> html.element("p class=\"soft\"", remark));
        return html.element("h2", "How the figures are computed")
                .list(RankingMethods.ALL)
                .end();
    }

    private void direction(RankingComparison comparison) {
        html.element("h2", comparison.title());
        List<String> sentences = RankingHeadline.of(comparison);
        html.element("p class=\"lead\"", sentences.get(0));
        sentences.subList(1, sentences.size()).forEach(sentence -> html.element("p", sentence));
        html.open("div class=\"plots\"");
        plot(comparison, RankingMeasure.NDCG_10);
        plot(comparison, RankingMeasure.MAP);
        html.close("div");
        table(RankingSheets.means(comparison));
        table(RankingSheets.versus(comparison));
        table(RankingSheets.slices(comparison));
    }

    private void plot(RankingComparison comparison, RankingMeasure measure) {
        Map<String, Estimate> means = new LinkedHashMap<>();
        for (RankedSystem system : comparison.systems()) {
            means.put(system.name(), system.mean(measure));
        }
        html.plot(
                MeanPlot.of(measure.title() + " of each system, with its 95 % interval", means),
                measure.title() + ", the mean over the queries, with 95 % intervals.");
    }

    private void table(Sheet sheet) {
        if (!sheet.rows().isEmpty()) {
            html.table(sheet);
        }
    }
}

package io.rolestream.evaluation.pairs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Printable;
import io.rolestream.evaluation.comparison.html.Html;
import io.rolestream.evaluation.comparison.report.Sheet;
import io.rolestream.evaluation.comparison.report.SheetText;
import io.rolestream.evaluation.comparison.report.Shown;
import io.rolestream.evaluation.significance.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compared predictors of applications as text, as a page, and as JSON.
 *
 * @param title of the report
 * @param comparisons of all pairs, then of some of them
 * @param predictions of all pairs, from which every mean follows
 * @param remarks sentences on data, predictors and meaning
 */
public record PairReport(
        String title, List<PairComparison> comparisons, List<Prediction> predictions, List<String> remarks) {
    private static final List<String> COLUMNS = List.of("AUC", "LogLoss", "AUC, difference", "LogLoss, difference");
    private static final String METHOD = "95 % intervals: " + Shown.count(PairComparison.RESAMPLES)
            + " bootstrap resamples of the resumes, each with all of its pairs; differences from the first predictor are"
            + " paired.";

    /**
     * A pair.
     *
     * @param probabilities of an application, by predictor
     */
    public record Prediction(String resumeId, String jobId, boolean applied, Map<String, Double> probabilities) {}

    public PairReport {
        comparisons = List.copyOf(comparisons);
        predictions = List.copyOf(predictions);
        remarks = List.copyOf(remarks);
    }

    /** For a terminal. */
    public String text() {
        StringBuilder out = new StringBuilder(Printable.line(title)).append('\n');
        for (PairComparison comparison : comparisons) {
            out.append('\n');
            SheetText.append(sheet(comparison), "", out);
        }
        out.append('\n').append(METHOD).append('\n');
        remarks.forEach(remark -> out.append(Printable.line(remark)).append('\n'));
        return out.toString();
    }

    /** One page without scripts. */
    public String page() {
        Html html = new Html().begin(title);
        comparisons.forEach(comparison -> html.table(sheet(comparison)));
        return html.element("p", METHOD).list(remarks).end();
    }

    /** An estimate has {@code value}, {@code lower} and {@code upper}. */
    public ObjectNode json() {
        ObjectNode json = JsonFiles.newObject();
        json.put("format", 1).put("title", title);
        ArrayNode all = json.putArray("comparisons");
        for (PairComparison comparison : comparisons) {
            ObjectNode one = all.addObject()
                    .put("name", comparison.name())
                    .put("pairs", comparison.pairs())
                    .put("positives", comparison.positives())
                    .put("resumes", comparison.resumes());
            ArrayNode predictors = one.putArray("predictors");
            for (PairComparison.Measured predictor : comparison.predictors()) {
                ObjectNode node = predictors.addObject().put("name", predictor.name());
                add(node, "auc", predictor.auc());
                add(node, "logLoss", predictor.logLoss());
                add(node, "aucDifference", predictor.aucDifference());
                add(node, "logLossDifference", predictor.logLossDifference());
            }
        }
        remarks.forEach(json.putArray("remarks")::add);
        return json;
    }

    /** A line of JSON for each pair. */
    public String predictionLines() {
        StringBuilder lines = new StringBuilder();
        for (Prediction prediction : predictions) {
            ObjectNode line = JsonFiles.newObject()
                    .put("resumeId", prediction.resumeId())
                    .put("jobId", prediction.jobId())
                    .put("applied", prediction.applied());
            prediction.probabilities().forEach(line.putObject("probabilities")::put);
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    private static void add(ObjectNode node, String name, @Nullable Estimate estimate) {
        if (estimate != null) {
            node.putObject(name)
                    .put("value", estimate.value())
                    .put("lower", estimate.lower())
                    .put("upper", estimate.upper());
        }
    }

    private static Sheet sheet(PairComparison comparison) {
        List<Sheet.Row> rows = new ArrayList<>();
        for (PairComparison.Measured predictor : comparison.predictors()) {
            rows.add(new Sheet.Row(
                    predictor.name(),
                    List.of(
                            Shown.score(predictor.auc().value()),
                            Shown.score(predictor.logLoss().value()),
                            difference(predictor.aucDifference()),
                            difference(predictor.logLossDifference())),
                    false));
            rows.add(new Sheet.Row(
                    "95 % interval",
                    List.of(
                            Shown.range(predictor.auc()),
                            Shown.range(predictor.logLoss()),
                            range(predictor.aucDifference()),
                            range(predictor.logLossDifference())),
                    true));
        }
        return new Sheet(
                comparison.name() + ": " + Counted.of(comparison.pairs(), "pair") + " of "
                        + Counted.of(comparison.resumes(), "resume") + ", "
                        + Counted.of(comparison.positives(), "application"),
                List.of(),
                "predictor",
                COLUMNS,
                rows);
    }

    private static String difference(@Nullable Estimate estimate) {
        return estimate == null ? Shown.NOTHING : Shown.difference(estimate.value());
    }

    private static String range(@Nullable Estimate estimate) {
        return estimate == null ? "" : Shown.signedRange(estimate);
    }
}

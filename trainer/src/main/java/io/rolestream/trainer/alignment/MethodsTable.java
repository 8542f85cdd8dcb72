package io.rolestream.trainer.alignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.html.CurvePlot;
import io.rolestream.evaluation.comparison.html.Html;
import io.rolestream.evaluation.comparison.html.MeanPlot;
import io.rolestream.evaluation.comparison.report.Sheet;
import io.rolestream.evaluation.comparison.report.SheetText;
import io.rolestream.evaluation.significance.BootstrapMeans;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.matching.judge.DescriptionMeasure;
import io.rolestream.matching.judge.DescriptionReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The comparison of all methods, as text, JSON and a page. */
final class MethodsTable {
    private static final int FORMAT = 1;
    private static final List<String> NOTES = List.of(
            "Answers to resumes of a test that no method learnt from, and that chose no step. Means with 95 % intervals"
                    + " of a bootstrap over resumes; wins are how often the judge likes an answer better than the SFT"
                    + " model's for the same resume.",
            "The judge's score is what counts: the reward is what the methods learnt to please. An answer without an"
                    + " end has a fixed score instead of both (--unfinished-score), so a method that only learns to end"
                    + " raises both means; the change where both end leaves such answers out. KL is the distance from"
                    + " the SFT model, in nats for each answer.");
    private static final List<DescriptionMeasure> MEASURES = List.of(
            DescriptionMeasure.JUDGE,
            DescriptionMeasure.REWARD,
            DescriptionMeasure.ROLE,
            DescriptionMeasure.SKILL_F1,
            DescriptionMeasure.INVENTED,
            DescriptionMeasure.COPIED,
            DescriptionMeasure.DISTINCT_2,
            DescriptionMeasure.WORDS);

    private MethodsTable() {}

    /** @param methods the SFT model first */
    static Sheet sheet(List<ComparedMethod> methods) {
        List<String> columns = new ArrayList<>(List.of("wins by the judge", "KL", "root of KL"));
        MEASURES.forEach(measure -> columns.add(measure.title()));
        columns.add("without an end");
        columns.add("judge, change where both end");
        List<Sheet.Row> rows = new ArrayList<>();
        for (ComparedMethod method : methods) {
            List<String> cells = new ArrayList<>();
            cells.add(method == methods.get(0) ? "" : shown(method.wins()));
            cells.add(shown(method.kl()));
            cells.add(
                    method.kl() == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "%.2f",
                                    Math.sqrt(Math.max(0, method.kl().value()))));
            MEASURES.forEach(measure -> cells.add(shown(method.report().means().get(measure))));
            cells.add(shown(method.withoutEnd()));
            cells.add(method == methods.get(0) ? "" : shown(method.judgedWhereBothEnd()));
            rows.add(new Sheet.Row(method.name(), cells, false));
        }
        return new Sheet("Methods compared with the SFT model", NOTES, "method", columns, rows);
    }

    private static String shown(@Nullable Estimate estimate) {
        return estimate == null
                ? ""
                : String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", estimate.value(), estimate.lower(), estimate.upper());
    }

    static String text(List<ComparedMethod> methods) {
        StringBuilder out = new StringBuilder();
        DescriptionReport first = methods.get(0).report();
        SheetText.append(
                sheet(methods),
                ", " + Counted.of(first.resumes(), "resume", "resumes") + ", "
                        + Counted.of(first.lines(), "answer", "answers") + " of each",
                out);
        return out.toString();
    }

    /** {@code format}, {@code resumes}, {@code intervals}, and {@code methods} with their figures. */
    static ObjectNode json(List<ComparedMethod> methods) {
        ObjectNode root = JsonFiles.newObject();
        root.put("format", FORMAT).put("resumes", methods.get(0).report().resumes());
        root.putObject("intervals")
                .put("level", Estimate.LEVEL)
                .put("resamples", BootstrapMeans.RESAMPLES)
                .put("seed", BootstrapMeans.SEED);
        ArrayNode all = root.putArray("methods");
        for (ComparedMethod method : methods) {
            ObjectNode node = all.addObject().put("name", method.name());
            put(node, "winsByJudge", method.wins());
            put(node, "kl", method.kl());
            put(node, "withoutEnd", method.withoutEnd());
            put(node, "judgeDifferenceWhereBothEnd", method.judgedWhereBothEnd());
            method.report().means().forEach((measure, mean) -> put(node, measure.key(), mean));
            ObjectNode differences = node.putObject("differences");
            method.report().versus().forEach((measure, versus) -> put(differences, measure.key(), versus.difference()));
        }
        return root;
    }

    private static void put(ObjectNode node, String name, @Nullable Estimate estimate) {
        if (estimate != null) {
            node.putObject(name)
                    .put("value", estimate.value())
                    .put("lower", estimate.lower())
                    .put("upper", estimate.upper());
        }
    }

    /** @param lines of JSON of each method's training, by its name */
    static String page(List<ComparedMethod> methods, Map<String, List<JsonNode>> lines) {
        Html html = new Html().begin("Methods of alignment compared");
        html.table(sheet(methods));
        Map<String, Estimate> wins = new LinkedHashMap<>();
        methods.stream().skip(1).forEach(method -> wins.put(method.name(), method.wins()));
        html.open("div class=\"plots\"")
                .plot(
                        MeanPlot.of("Wins against the SFT model by the judge, with 95 % intervals", wins, 0.5),
                        "How often the judge likes an answer better than the SFT model's.");
        for (String score : List.of("judge", "reward")) {
            Map<String, List<CurvePlot.Point>> curves = AlignmentCurves.byDistance(lines, score);
            if (!curves.isEmpty()) {
                String title = "Mean " + score + " of answers to validation resumes by distance from the SFT model";
                html.plot(CurvePlot.of(title, "Across: the root of the KL divergence.", curves), title + ".");
            }
        }
        return html.close("div").end();
    }
}

package io.rolestream.evaluation.comparison.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.comparison.Agreements;
import io.rolestream.evaluation.comparison.AnswerScores;
import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.ConfidenceScores;
import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.evaluation.comparison.SelectiveAccuracy;
import io.rolestream.evaluation.comparison.SelectiveAccuracy.Point;
import io.rolestream.evaluation.comparison.Versus;
import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.LabelScores;
import io.rolestream.evaluation.significance.Estimate;
import java.util.List;

/**
 * A comparison as JSON. Its field names are fixed:
 *
 * <ul>
 *   <li>{@code format}: 1; {@code source}; {@code texts}; {@code roles}: the order of all arrays by role;
 *       {@code fallback}; {@code remarks}, {@code headline} and {@code methods}: sentences
 *   <li>{@code intervals}: {@code level}, {@code resamples}, {@code permutations} and {@code seed}; an interval has
 *       {@code value}, {@code lower} and {@code upper}
 *   <li>{@code baseline}: {@code role} and {@code scores}; null without right roles
 *   <li>{@code labellers}: {@code name}, {@code version}, {@code parameters}, {@code openingSeconds}, {@code seconds},
 *       {@code textsPerSecond}, {@code answeredTexts}, {@code failedTexts}, {@code cutTexts}, {@code coverage},
 *       {@code problem} (null if it finished), and of those that are compared {@code scores} (with {@code confusion},
 *       {@code [true role][answered role]}, null with more than {@value #MOST_ROLES} roles), {@code calibration},
 *       {@code selective} and {@code againstFirst}
 *   <li>{@code agreement}: {@code names} of the compared labellers, and {@code share} and {@code kappa} of each pair
 * </ul>
 */
public final class ComparisonJson {
    private static final int FORMAT = 1;

    /** The matrix of more would make the file huge. */
    private static final int MOST_ROLES = 200;

    /** Writes records whose components have the names of the fields. */
    private static final ObjectMapper RECORDS = new ObjectMapper();

    private ComparisonJson() {}

    public static ObjectNode of(Comparison comparison) {
        ObjectNode root = JsonFiles.newObject();
        root.put("format", FORMAT);
        root.put("source", comparison.texts().source());
        root.put("texts", comparison.texts().size());
        strings(root.putArray("roles"), comparison.texts().taxonomy().names());
        root.put("fallback", comparison.texts().taxonomy().fallback().name());
        strings(root.putArray("remarks"), comparison.texts().remarks());
        strings(root.putArray("headline"), Headline.of(comparison));
        strings(root.putArray("methods"), Methods.ALL);
        root.putObject("intervals")
                .put("level", Estimate.LEVEL)
                .put("resamples", Comparison.RESAMPLES)
                .put("permutations", Comparison.PERMUTATIONS)
                .put("seed", Comparison.SEED);
        Comparison.Baseline baseline = comparison.baseline();
        if (baseline == null) {
            root.putNull("baseline");
        } else {
            root.putObject("baseline").put("role", baseline.role()).set("scores", scores(baseline.scores()));
        }
        ArrayNode labellers = root.putArray("labellers");
        for (LabellerRun run : comparison.runs()) {
            ObjectNode node = run(run);
            comparison.compared().stream().filter(one -> one.run() == run).forEach(one -> addScores(one, node));
            labellers.add(node);
        }
        root.set("agreement", agreement(comparison));
        return root;
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static ObjectNode run(LabellerRun run) {
        return JsonFiles.newObject()
                .put("name", run.name())
                .put("version", run.version())
                .put("parameters", run.parameters())
                .put("openingSeconds", run.openingSeconds())
                .put("seconds", run.seconds())
                .put("textsPerSecond", run.textsPerSecond())
                .put("answeredTexts", run.answers().size())
                .put("failedTexts", run.failedTexts())
                .put("cutTexts", run.cutTexts())
                .put("coverage", run.answers().coverage())
                .put("problem", run.problem());
    }

    private static void addScores(ComparedLabeller labeller, ObjectNode node) {
        AnswerScores scores = labeller.scores();
        ConfidenceScores confidence = labeller.confidence();
        Versus versus = labeller.versus();
        if (scores != null && confidence != null) {
            node.set("scores", scores(scores));
            ObjectNode calibration = node.putObject("calibration");
            calibration.put("answers", confidence.answers());
            number(calibration, "ece", confidence.answers() == 0 ? Double.NaN : confidence.ece());
            calibration.put("differentConfidences", confidence.distinct());
            calibration.set("bins", RECORDS.valueToTree(confidence.bins()));
            node.set("selective", selective(confidence.selective()));
        }
        if (versus != null) {
            node.set("againstFirst", versus(versus));
        }
    }

    private static ObjectNode scores(AnswerScores scores) {
        ObjectNode node = JsonFiles.newObject();
        node.set("accuracy", RECORDS.valueToTree(scores.accuracy()));
        node.set("macro", RECORDS.valueToTree(scores.macro()));
        node.set("macroF1", RECORDS.valueToTree(scores.macroF1()));
        node.set("weighted", RECORDS.valueToTree(scores.weighted()));
        node.set("weightedF1", RECORDS.valueToTree(scores.weightedF1()));
        ArrayNode roles = node.putArray("roles");
        for (LabelScores role : scores.scores().labels()) {
            roles.addObject()
                    .put("role", role.label())
                    .put("texts", role.support())
                    .put("answers", role.predicted())
                    .put("precision", role.precision())
                    .put("recall", role.recall())
                    .put("f1", role.f1());
        }
        ConfusionMatrix confusion = scores.confusion();
        if (confusion.labels().size() > MOST_ROLES) {
            node.putNull("confusion");
            return node;
        }
        ArrayNode rows = node.putArray("confusion");
        for (int truth = 0; truth < confusion.labels().size(); truth++) {
            ArrayNode row = rows.addArray();
            for (int answer = 0; answer < confusion.labels().size(); answer++) {
                row.add(confusion.count(truth, answer));
            }
        }
        return node;
    }

    private static ObjectNode selective(SelectiveAccuracy selective) {
        ObjectNode node = JsonFiles.newObject();
        ArrayNode thresholds = node.putArray("thresholds");
        SelectiveAccuracy.THRESHOLDS.forEach(threshold -> point(thresholds.addObject(), selective.at(threshold)));
        ArrayNode curve = node.putArray("curve");
        selective.curve().forEach(point -> point(curve.addObject(), point));
        return node;
    }

    private static void point(ObjectNode node, Point point) {
        node.put("confidence", point.threshold())
                .put("answers", point.answers())
                .put("coverage", point.coverage());
        number(node, "accuracy", point.accuracy());
        node.put("accuracyOfAll", point.accuracyOfAll());
    }

    private static ObjectNode versus(Versus versus) {
        ObjectNode node = JsonFiles.newObject();
        node.put("onlyFirstRight", versus.texts().firstAlone())
                .put("onlyThisRight", versus.texts().secondAlone());
        ObjectNode accuracy = node.putObject("accuracy");
        accuracy.set("difference", RECORDS.valueToTree(versus.accuracy()));
        accuracy.put("mcNemarP", versus.accuracyP()).put("holmP", versus.accuracyHolm());
        ObjectNode macroF1 = node.putObject("macroF1");
        macroF1.set("difference", RECORDS.valueToTree(versus.macroF1()));
        macroF1.put("permutationP", versus.macroF1P()).put("holmP", versus.macroF1Holm());
        node.putObject("weightedF1").set("difference", RECORDS.valueToTree(versus.weightedF1()));
        return node;
    }

    private static ObjectNode agreement(Comparison comparison) {
        Agreements agreement = comparison.agreement();
        ObjectNode node = JsonFiles.newObject();
        strings(
                node.putArray("names"),
                comparison.compared().stream().map(ComparedLabeller::name).toList());
        matrix(node.putArray("share"), agreement.share());
        matrix(node.putArray("kappa"), agreement.kappa());
        return node;
    }

    private static void matrix(ArrayNode rows, double[][] values) {
        for (double[] row : values) {
            ArrayNode cells = rows.addArray();
            for (double value : row) {
                cells.add(Double.isNaN(value) ? null : value);
            }
        }
    }

    /** JSON has no NaN. */
    private static void number(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}

package io.rolestream.evaluation.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.scores.Champion;
import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.ContenderScores;
import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.LabelScores;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.verdict.CheckResult;
import io.rolestream.evaluation.verdict.GateVerdict;

/**
 * The content of {@value #FILE}. Its field names are fixed:
 *
 * <ul>
 *   <li>{@code format}: 1; {@code roles}: the order of all arrays by role
 *   <li>{@code parameters}: {@code temperature}, {@code ruleCoefficient}, {@code jointTemperature}, {@code jointDoubt},
 *       {@code fittedTo} ({@code answers}, {@code rule-votes} or {@code nothing}); {@code champion}: the same with its
 *       {@code version}, or null
 *   <li>{@code intervals}: {@code level}, {@code resamples} and {@code seed} of all intervals; an interval has
 *       {@code value}, {@code lower} and {@code upper}
 *   <li>{@code sets}: by name ({@code silver}, {@code gold}, {@code gold-random-slice}), each with {@code items},
 *       {@code truth} ({@code rules} or {@code people}), {@code usedForChoosing}, {@code majority},
 *       {@code differences}, and by contender ({@code model}, {@code rules}, {@code joint}, {@code champion},
 *       {@code championJoint}) {@code scores} (with {@code confusion}, {@code [true role][answered role]}, null with
 *       more than 200 roles) and, except for the rules, {@code calibration} and {@code agreementWithRules}
 *   <li>{@code gate}: {@code name}, {@code passed}, {@code weak}, {@code judgedOn}, {@code checks}
 * </ul>
 */
public final class EvaluationJson {
    public static final String FILE = "evaluation.json";

    private static final int FORMAT = 1;

    /** With more roles, the confusion matrix is left out, since it would be most of the file. */
    private static final int MOST_CONFUSED = 200;

    /** Writes records whose components have the names of the fields. */
    private static final ObjectMapper RECORDS = new ObjectMapper();

    private EvaluationJson() {}

    public static ObjectNode of(Evaluation evaluation, GateVerdict verdict) {
        ObjectNode root = JsonFiles.newObject();
        root.put("format", FORMAT);
        ArrayNode roles = root.putArray("roles");
        evaluation.taxonomy().names().forEach(roles::add);
        root.set("parameters", parameters(evaluation.parameters()));
        Champion champion = evaluation.champion();
        root.set(
                "champion",
                champion == null ? null : parameters(champion.parameters()).put("version", champion.version()));
        root.putObject("intervals")
                .put("level", Estimate.LEVEL)
                .put("resamples", Evaluation.RESAMPLES)
                .put("seed", Evaluation.SEED);
        ObjectNode sets = root.putObject("sets");
        evaluation.sets().forEach((name, set) -> sets.set(name.key(), set(set)));
        root.set("gate", gate(verdict));
        return root;
    }

    private static ObjectNode parameters(DecisionParameters parameters) {
        return JsonFiles.newObject()
                .put("temperature", parameters.temperature())
                .put("ruleCoefficient", parameters.ruleCoefficient())
                .put("jointTemperature", parameters.joint().temperature())
                .put("jointDoubt", parameters.joint().doubt())
                .put("fittedTo", parameters.fittedTo().key());
    }

    private static ObjectNode set(SetEvaluation set) {
        ObjectNode node = JsonFiles.newObject();
        node.put("items", set.items());
        node.put("truth", set.name().labelledByPeople() ? "people" : "rules");
        node.put("usedForChoosing", set.usedForChoosing());
        node.putObject("majority")
                .put("role", set.majority().label())
                .put("accuracy", set.majority().accuracy())
                .put("macroF1", set.majority().macroF1());
        ObjectNode scores = node.putObject("scores");
        set.scores().forEach((contender, value) -> scores.set(contender.key(), scores(value)));
        node.set("calibration", RECORDS.valueToTree(set.calibration()));
        node.set("agreementWithRules", RECORDS.valueToTree(set.agreement()));
        node.set("differences", RECORDS.valueToTree(set.differences()));
        return node;
    }

    private static ObjectNode scores(ContenderScores scores) {
        ObjectNode node = JsonFiles.newObject();
        node.set("accuracy", RECORDS.valueToTree(scores.accuracy()));
        node.set("macroF1", RECORDS.valueToTree(scores.macroF1()));
        node.set("macro", RECORDS.valueToTree(scores.macro()));
        node.set("weighted", RECORDS.valueToTree(scores.weighted()));
        node.put("shuffledMacroF1", scores.shuffledMacroF1());
        ArrayNode roles = node.putArray("roles");
        for (LabelScores role : scores.scores().labels()) {
            roles.addObject()
                    .put("support", role.support())
                    .put("predicted", role.predicted())
                    .put("precision", role.precision())
                    .put("recall", role.recall())
                    .put("f1", role.f1());
        }
        ConfusionMatrix confusion = scores.confusion();
        if (confusion.labels().size() > MOST_CONFUSED) {
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

    private static ObjectNode gate(GateVerdict verdict) {
        ObjectNode node = JsonFiles.newObject()
                .put("name", verdict.gate())
                .put("passed", verdict.passed())
                .put("weak", verdict.weak())
                .put("judgedOn", verdict.judgedOn().key());
        ArrayNode checks = node.putArray("checks");
        for (CheckResult result : verdict.checks()) {
            checks.addObject()
                    .put("check", result.check().key())
                    .put("outcome", result.outcome().key())
                    .put("weak", result.weak())
                    .put("sentence", result.sentence());
        }
        return node;
    }
}

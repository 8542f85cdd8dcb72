package io.rolestream.trainer.alignment;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.evaluation.comparison.html.CurvePlot;
import io.rolestream.evaluation.comparison.html.Html;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The curves of a run as one HTML page, from its lines of JSON. */
final class AlignmentCurves {
    /** By the field of a line of a step: what is drawn. */
    private static final Map<String, String> STEPS = fields(
            "kl", "KL divergence from the base, nats for each answer",
            "reward", "Reward of the answers learnt from",
            "ratio_mean", "Mean ratio of the new to the old probability",
            "ratio_variance", "Variance of these ratios",
            "clip_fraction", "Share of ratios that are clipped",
            "approximate_kl", "KL divergence from the policy that drew the answers",
            "entropy", "Entropy of a token's distribution, nats",
            "without_end", "Share of answers without an end",
            "length", "Tokens of an answer",
            "loss", "Loss",
            "learning_rate", "Learning rate",
            "policy_loss", "Loss of the policy",
            "value_loss", "Loss of the critic",
            "value_clip_fraction", "Share of values that are clipped",
            "kl_coefficient", "Weight of the KL divergence");

    private AlignmentCurves() {}

    private static Map<String, String> fields(String... namesAndTitles) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTitles.length; i += 2) {
            fields.put(namesAndTitles[i], namesAndTitles[i + 1]);
        }
        return fields;
    }

    /** @param lines in the order they were written; a later line replaces one of the same step */
    static String page(String name, List<? extends JsonNode> lines) {
        List<JsonNode> steps = lines.stream()
                .filter(line -> !line.has("when"))
                .map(JsonNode.class::cast)
                .toList();
        List<JsonNode> evaluations = lines.stream()
                .filter(line -> line.path("when").asText().equals("evaluation"))
                .map(JsonNode.class::cast)
                .toList();
        Html html = new Html().begin("How " + name + " was aligned");
        html.element("h2", "Answers to validation resumes");
        html.element(
                "p",
                "The reward is what the model learns from, the judge another model, which it does not. Where the reward"
                        + " keeps rising and the judge falls, the model pleases only the reward.");
        html.open("div class=\"plots\"");
        if (!evaluations.isEmpty()) {
            plot(
                    html,
                    "Scores by distance from the base",
                    "Across: the root of the KL divergence.",
                    evaluated(evaluations, true));
            plot(html, "Scores by step", "Across: steps.", evaluated(evaluations, false));
            for (String field : List.of("kl", "without_end", "length")) {
                plot(
                        html,
                        STEPS.getOrDefault(field, field) + ", validation resumes",
                        "Across: steps.",
                        drawn(evaluations, field));
            }
        }
        html.close("div").element("h2", "Steps").open("div class=\"plots\"");
        STEPS.forEach((field, title) -> plot(html, title, "Across: steps.", drawn(steps, field)));
        return html.close("div").end();
    }

    /** A score by the root of the KL divergence, a curve for each training by its name. */
    static Map<String, List<CurvePlot.Point>> byDistance(Map<String, List<JsonNode>> trainings, String score) {
        Map<String, List<CurvePlot.Point>> curves = new LinkedHashMap<>();
        trainings.forEach((name, lines) -> drawn(
                        lines.stream()
                                .filter(line -> line.path("when").asText().equals("evaluation"))
                                .toList(),
                        score,
                        AlignmentCurves::distance)
                .forEach((draw, points) -> curves.put((name + " " + draw).strip(), points)));
        return curves;
    }

    private static double distance(JsonNode line) {
        return Math.sqrt(Math.max(0, line.path("kl").asDouble()));
    }

    private static void plot(Html html, String title, String across, Map<String, List<CurvePlot.Point>> curves) {
        if (!curves.isEmpty()) {
            html.plot(CurvePlot.of(title, across, curves), title + ".");
        }
    }

    /** Reward and judge: each by the step, or by the root of the KL divergence. */
    private static Map<String, List<CurvePlot.Point>> evaluated(List<JsonNode> evaluations, boolean byDistance) {
        Map<String, List<CurvePlot.Point>> curves = new LinkedHashMap<>();
        for (String score : List.of("reward", "judge")) {
            drawn(
                            evaluations,
                            score,
                            line -> byDistance
                                    ? distance(line)
                                    : line.path("step").asDouble())
                    .forEach((draw, points) -> curves.put((score + " " + draw).strip(), points));
        }
        return curves;
    }

    private static Map<String, List<CurvePlot.Point>> drawn(List<JsonNode> lines, String field) {
        return drawn(lines, field, line -> line.path("step").asDouble());
    }

    /** A curve for each round of drawing. */
    private static Map<String, List<CurvePlot.Point>> drawn(
            List<JsonNode> lines, String field, ToDoubleFunction<JsonNode> across) {
        Map<String, Map<Long, CurvePlot.Point>> curves = new LinkedHashMap<>();
        for (JsonNode line : lines) {
            if (line.path(field).isNumber()) {
                int draw = line.path("draw").asInt(1);
                curves.computeIfAbsent(draw == 1 ? "" : "round " + draw, unused -> new TreeMap<>())
                        .put(
                                line.path("step").asLong(),
                                new CurvePlot.Point(
                                        across.applyAsDouble(line),
                                        line.path(field).asDouble()));
            }
        }
        Map<String, List<CurvePlot.Point>> result = new LinkedHashMap<>();
        curves.forEach((draw, points) -> result.put(draw, List.copyOf(points.values())));
        return result;
    }
}

package io.rolestream.models.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.report.ModelFacts;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a model version from its training or publisher.
 *
 * @param name the model's name
 * @param version the version, unique under the name
 * @param parent the version that it was trained from, or null
 * @param base the pre-trained checkpoint that was fine-tuned
 * @param rulesetVersion the rule set whose votes it was trained on; empty if there was none
 * @param trainedExamples examples with a rule vote that it was trained on
 * @param trainedCorrections people's corrections that it was trained on
 * @param trainedOffsets by {@code topic-partition}: the offset up to which the stream was read (exclusive)
 * @param ruleCoefficient weight of the rules' scores in the joint decision, 0 or more; null if not fitted
 * @param temperature divides the logits before the softmax, above 0
 * @param metrics evaluation results by name
 * @param recipe the settings of the training
 * @param seed of the training
 * @param codeVersion of the program that trained it
 */
public record VersionDetails(
        String name,
        String version,
        @Nullable String parent,
        String base,
        String rulesetVersion,
        long trainedExamples,
        long trainedCorrections,
        Map<String, Long> trainedOffsets,
        @Nullable Float ruleCoefficient,
        float temperature,
        Map<String, Double> metrics,
        ObjectNode recipe,
        long seed,
        String codeVersion) {
    public VersionDetails {
        trainedOffsets = Map.copyOf(trainedOffsets);
        metrics = Map.copyOf(metrics);
        recipe = recipe.deepCopy();
        if (!VersionNames.isName(name) || !VersionNames.isName(version)) {
            throw new IllegalArgumentException("not the name and version of a model: " + VersionNames.quoted(name)
                    + " and " + VersionNames.quoted(version));
        }
        if (ruleCoefficient != null && !(ruleCoefficient >= 0 && Float.isFinite(ruleCoefficient))) {
            throw new IllegalArgumentException("the rules' coefficient must be 0 or more, not " + ruleCoefficient);
        }
        if (!(temperature > 0 && Float.isFinite(temperature))) {
            throw new IllegalArgumentException("the temperature must be above 0, not " + temperature);
        }
        metrics.forEach((metric, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("metric " + VersionNames.quoted(metric) + " is " + value);
            }
        });
    }

    /** A version that was trained elsewhere: nothing is known but its name. */
    public static VersionDetails of(String name, String version) {
        return new VersionDetails(
                name, version, null, "", "", 0, 0, Map.of(), null, 1, Map.of(), JsonFiles.newObject(), 0, "");
    }

    /** What the model card says of it. */
    public ModelFacts facts() {
        return new ModelFacts(
                name,
                version,
                parent,
                base,
                rulesetVersion,
                trainedExamples,
                trainedCorrections,
                ruleCoefficient,
                temperature,
                seed);
    }

    /** The same model under another name, perhaps on another cluster: without the version that it came from and the offsets of its stream. */
    public VersionDetails as(String newName, String newVersion) {
        return new VersionDetails(
                newName,
                newVersion,
                null,
                base,
                rulesetVersion,
                trainedExamples,
                trainedCorrections,
                Map.of(),
                ruleCoefficient,
                temperature,
                metrics,
                recipe,
                seed,
                codeVersion);
    }

    /** The same with a coefficient and a temperature for the joint decision. */
    public VersionDetails withDecision(@Nullable Float newRuleCoefficient, float newTemperature) {
        return new VersionDetails(
                name,
                version,
                parent,
                base,
                rulesetVersion,
                trainedExamples,
                trainedCorrections,
                trainedOffsets,
                newRuleCoefficient,
                newTemperature,
                metrics,
                recipe,
                seed,
                codeVersion);
    }

    /** The same with more metrics; existing ones are replaced. */
    public VersionDetails withMetrics(Map<String, Double> more) {
        Map<String, Double> all = new HashMap<>(metrics);
        all.putAll(more);
        return new VersionDetails(
                name,
                version,
                parent,
                base,
                rulesetVersion,
                trainedExamples,
                trainedCorrections,
                trainedOffsets,
                ruleCoefficient,
                temperature,
                all,
                recipe,
                seed,
                codeVersion);
    }
}

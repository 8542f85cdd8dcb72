package io.rolestream.models.artifact;

import io.rolestream.common.text.Quoted;
import io.rolestream.evaluation.report.EvaluationMetrics;
import io.rolestream.evaluation.report.ModelFacts;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.models.task.VersionTask;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a model version from its training or publisher.
 *
 * @param version unique under the name
 * @param parent the version that it was trained from, or null
 * @param base the pre-trained checkpoint that was fine-tuned
 * @param parameters how its votes are made and count
 * @param metrics evaluation results by name
 * @param verdict the gate's
 * @param task what the model computes
 */
public record VersionDetails(
        String name,
        String version,
        @Nullable String parent,
        String base,
        TrainingData data,
        TrainingSetup setup,
        VoteParameters parameters,
        Map<String, Double> metrics,
        StatedVerdict verdict,
        VersionTask task) {
    public VersionDetails {
        metrics = Map.copyOf(metrics);
        if (!VersionNames.isName(name) || !VersionNames.isName(version)) {
            throw new IllegalArgumentException(
                    "not the name and version of a model: " + Quoted.of(name) + " and " + Quoted.of(version));
        }
        metrics.forEach((metric, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("metric " + Quoted.of(metric) + " is " + value);
            }
        });
    }

    /** A classifier. */
    public VersionDetails(
            String name,
            String version,
            @Nullable String parent,
            String base,
            TrainingData data,
            TrainingSetup setup,
            VoteParameters parameters,
            Map<String, Double> metrics,
            StatedVerdict verdict) {
        this(name, version, parent, base, data, setup, parameters, metrics, verdict, VersionTask.CLASSIFIER);
    }

    /** A classifier without a verdict. */
    public VersionDetails(
            String name,
            String version,
            @Nullable String parent,
            String base,
            TrainingData data,
            TrainingSetup setup,
            VoteParameters parameters,
            Map<String, Double> metrics) {
        this(name, version, parent, base, data, setup, parameters, metrics, StatedVerdict.NONE);
    }

    /** A version that was trained elsewhere; only its name is known. */
    public static VersionDetails of(String name, String version) {
        return new VersionDetails(
                name,
                version,
                null,
                "",
                TrainingData.UNKNOWN,
                TrainingSetup.unknown(),
                VoteParameters.DEFAULT,
                Map.of());
    }

    /** The location in a store: {@code NAME/VERSION}. */
    public String location() {
        return name + "/" + version;
    }

    /** The facts for the model card. */
    public ModelFacts facts() {
        return new ModelFacts(
                name, version, parent, base, data.rulesetVersion(), data.examples(), data.corrections(), setup.seed());
    }

    /**
     * The same model under another name, perhaps on another cluster, without its parent and the offsets. With other
     * parameters it was not judged, and what was measured with them is dropped.
     */
    public VersionDetails as(String newName, String newVersion, VoteParameters newParameters) {
        TrainingData elsewhere = new TrainingData(data.rulesetVersion(), data.examples(), data.corrections(), Map.of());
        boolean same = newParameters.equals(parameters);
        Map<String, Double> measured = new HashMap<>(metrics);
        if (!same) {
            measured.keySet().removeIf(EvaluationMetrics::dependsOnParameters);
        }
        return new VersionDetails(
                newName,
                newVersion,
                null,
                base,
                elsewhere,
                setup,
                newParameters,
                measured,
                same ? verdict : StatedVerdict.NONE,
                task);
    }

    /** Adds metrics; existing ones are replaced. */
    public VersionDetails withMetrics(Map<String, Double> more) {
        Map<String, Double> all = new HashMap<>(metrics);
        all.putAll(more);
        return new VersionDetails(name, version, parent, base, data, setup, parameters, all, verdict, task);
    }

    public VersionDetails withVerdict(StatedVerdict given) {
        return new VersionDetails(name, version, parent, base, data, setup, parameters, metrics, given, task);
    }

    public VersionDetails withTask(VersionTask other) {
        return new VersionDetails(name, version, parent, base, data, setup, parameters, metrics, verdict, other);
    }
}

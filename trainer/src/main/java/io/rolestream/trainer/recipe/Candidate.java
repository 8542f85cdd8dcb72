package io.rolestream.trainer.recipe;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.util.Map;

/**
 * A model that was trained, evaluated and judged, and is not yet published.
 *
 * @param checkpoint an ordinary Hugging Face checkpoint, with the model card, the evaluation and, where their weights were relearnt, the rules
 * @param details what the manifest is to say
 * @param smokeTest what the model gives for the usual texts
 * @param rules the rules that it was evaluated with: the request's, or those with the weights that answers taught
 * @param evaluation how good it is
 * @param verdict what the gate says
 */
public record Candidate(
        CheckpointDirectory checkpoint,
        VersionDetails details,
        SmokeTest smokeTest,
        RuleSet rules,
        Evaluation evaluation,
        GateVerdict verdict) {
    /** @throws IllegalArgumentException if the details have other parameters than were evaluated */
    public Candidate {
        if (!details.parameters().forDecisions().equals(evaluation.parameters())) {
            throw new IllegalArgumentException(details.location() + " is to be published with "
                    + details.parameters().forDecisions() + ", but was evaluated with " + evaluation.parameters());
        }
    }

    /**
     * The candidate as a version.
     *
     * @param more metrics beside those of the evaluation
     * @throws IOException if a file cannot be read
     */
    public VersionPackage packaged(Map<String, Double> more) throws IOException {
        return VersionPackage.of(checkpoint, details.withMetrics(more), smokeTest);
    }
}

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
 * A trained, evaluated and judged model before its publication.
 *
 * @param checkpoint with the model card, the evaluation and, if relearnt, the rules in its directory
 * @param smokeTest the checkpoint's results in fp32
 * @param rules with which it was evaluated: the request's, or those with relearnt weights
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
     * @param more metrics beside those of the evaluation
     * @throws IOException if a file cannot be read
     */
    public VersionPackage packaged(Map<String, Double> more) throws IOException {
        return VersionPackage.of(checkpoint, details.withMetrics(more).withVerdict(verdict.stated()), smokeTest);
    }
}

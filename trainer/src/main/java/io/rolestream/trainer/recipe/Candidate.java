package io.rolestream.trainer.recipe;

import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;

/**
 * A model that was trained, evaluated and judged, and is not yet published.
 *
 * @param directory an ordinary Hugging Face checkpoint, with the model card, the evaluation and, where their weights were relearnt, the rules
 * @param details what the manifest is to say
 * @param rules the rules that it was evaluated with: the request's, or those with the weights that answers taught
 * @param evaluation how good it is
 * @param verdict what the gate says
 */
public record Candidate(
        Path directory, VersionDetails details, RuleSet rules, Evaluation evaluation, GateVerdict verdict) {}

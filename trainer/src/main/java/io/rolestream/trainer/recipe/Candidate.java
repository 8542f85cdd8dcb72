package io.rolestream.trainer.recipe;

import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;

/**
 * A trained, evaluated and judged model before its publication.
 *
 * @param directory a Hugging Face checkpoint with the model card, the evaluation and, if relearnt, the rules
 * @param details for the manifest
 * @param rules with which it was evaluated: the request's, or those with relearnt weights
 * @param evaluation of the model
 * @param verdict of the gate
 */
public record Candidate(
        Path directory, VersionDetails details, RuleSet rules, Evaluation evaluation, GateVerdict verdict) {}

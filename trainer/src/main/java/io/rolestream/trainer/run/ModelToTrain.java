package io.rolestream.trainer.run;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;

/**
 * The model that a trainer trains.
 *
 * @param name the model's name, which is its labeller's too
 * @param taxonomy the roles
 * @param rules whose votes are trained on
 */
public record ModelToTrain(String name, Taxonomy taxonomy, RuleSet rules) {}

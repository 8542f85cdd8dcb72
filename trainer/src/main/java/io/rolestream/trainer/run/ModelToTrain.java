package io.rolestream.trainer.run;

import io.rolestream.rules.ruleset.RuleSet;

/**
 * @param name the model's and its labeller's
 * @param rules whose votes are trained on
 */
public record ModelToTrain(String name, RuleSet rules) {}

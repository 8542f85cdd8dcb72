package io.rolestream.labellers;

/**
 * What is known of a labeller before it answers.
 *
 * @param name names it on votes and in tables, such as {@code zero-shot}
 * @param version of all that its answers depend on: weights, prompts, priors, roles
 * @param parameters the number of trained numbers in its checkpoint; 0 for rules
 */
public record LabellerFacts(String name, String version, long parameters) {}

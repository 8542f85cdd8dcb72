package io.rolestream.rules.vote;

import io.rolestream.rules.role.Role;

/**
 * The weight of a keyword for a role.
 *
 * @param keyword as the rule set writes it, as {@code RuleSet.keywords()} lists it
 * @param role one of the rule set's taxonomy
 * @param weight -100 to 100, to the nearest millionth; 0 removes it
 */
public record KeywordWeight(String keyword, Role role, double weight) {}

/**
 * Keyword rules that vote on a role. A {@link io.rolestream.rules.ruleset.RuleSet} is read from a YAML file of one of
 * two kinds: weighted phrases of whole tokens ({@code matching: phrases}), or an ordered list of substrings
 * ({@code matching: substring}).
 */
@NullMarked
package io.rolestream.rules.ruleset;

import org.jspecify.annotations.NullMarked;

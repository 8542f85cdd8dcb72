package io.rolestream.rules.ruleset;

import io.rolestream.rules.role.Role;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counts of a rule set.
 *
 * @param name the rule set's name
 * @param version its name and the hash of its content
 * @param matching {@code phrases} or {@code substring}
 * @param keywords number of distinct keywords
 * @param weights pairs of keyword and role
 * @param aliases other spellings, of single tokens and of phrases
 * @param ignored phrases that match without a score
 * @param keywordsByRole keywords of each role of the taxonomy, in its order; 0 for roles without any
 */
public record RuleSetSummary(
        String name,
        String version,
        String matching,
        int keywords,
        int weights,
        int aliases,
        int ignored,
        Map<Role, Integer> keywordsByRole) {
    public RuleSetSummary {
        keywordsByRole = Collections.unmodifiableMap(new LinkedHashMap<>(keywordsByRole));
    }
}

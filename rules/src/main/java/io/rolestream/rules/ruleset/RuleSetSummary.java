package io.rolestream.rules.ruleset;

import io.rolestream.rules.role.Role;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counts of a rule set.
 *
 * @param matching {@code phrases} or {@code substring}
 * @param keywords distinct keywords
 * @param weights pairs of keyword and role
 * @param aliases of tokens and phrases
 * @param ignored phrases that match without a score
 * @param keywordsByRole in the taxonomy's order, including roles without keywords
 */
public record RuleSetSummary(
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

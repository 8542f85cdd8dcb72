package io.rolestream.rules.ruleset;

import java.util.List;

/**
 * One rule of an ordered list.
 *
 * @param role index of the role that it votes for
 * @param keywords the lower-case texts any of which makes it win
 */
record SubstringRule(int role, List<String> keywords) {
    SubstringRule {
        keywords = List.copyOf(keywords);
    }
}

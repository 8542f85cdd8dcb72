package io.rolestream.rules.ruleset;

import java.util.List;

/** A rule votes for the role of this index if the text contains any of its lower-case keywords. */
record SubstringRule(int role, List<String> keywords) {
    SubstringRule {
        keywords = List.copyOf(keywords);
    }
}

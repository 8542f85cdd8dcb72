package io.rolestream.rules.ruleset;

import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.RoleWeight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;

/** The weights of each keyword for its roles, in flat arrays in the order of the keywords. Immutable. */
final class KeywordWeights {
    private final String[] names;
    /** The weights of keyword k are at {@code first[k]} to {@code first[k + 1] - 1} in the arrays below. */
    private final int[] first;

    private final int[] roles;
    private final long[] plain;
    private final long[] leading;

    KeywordWeights(PhraseTable table, double leadFactor) {
        int count = table.weights.stream().mapToInt(NavigableMap::size).sum();
        names = table.names.toArray(String[]::new);
        first = new int[names.length + 1];
        roles = new int[count];
        plain = new long[count];
        leading = new long[count];
        int at = 0;
        for (int keyword = 0; keyword < names.length; keyword++) {
            first[keyword] = at;
            for (var weight : table.weights.get(keyword).entrySet()) {
                roles[at] = weight.getKey();
                plain[at] = weight.getValue();
                leading[at++] = PhraseWeights.scaled(weight.getValue(), leadFactor);
            }
        }
        first[names.length] = at;
    }

    /** Adds a keyword's weights to the sums in millionths, {@code [roles]}. */
    void add(int keyword, boolean isLeading, long[] sums) {
        long[] weights = isLeading ? leading : plain;
        for (int i = first[keyword]; i < first[keyword + 1]; i++) {
            sums[roles[i]] += weights[i];
        }
    }

    /** A keyword's weights, in the order of the roles. */
    List<RoleWeight> list(int keyword, boolean isLeading, Taxonomy taxonomy) {
        List<RoleWeight> list = new ArrayList<>();
        for (int i = first[keyword]; i < first[keyword + 1]; i++) {
            list.add(new RoleWeight(taxonomy.role(roles[i]), PhraseWeights.weight(isLeading ? leading[i] : plain[i])));
        }
        return list;
    }

    boolean isIgnored(int keyword) {
        return first[keyword] == first[keyword + 1];
    }

    String name(int keyword) {
        return names[keyword];
    }

    /** The number of keywords, ignored ones included. */
    int size() {
        return names.length;
    }

    int ignored() {
        int ignored = 0;
        for (int keyword = 0; keyword < names.length; keyword++) {
            ignored += isIgnored(keyword) ? 1 : 0;
        }
        return ignored;
    }

    /** The number of keywords with a weight for each of a number of roles. */
    int[] counts(int size) {
        int[] counts = new int[size];
        Arrays.stream(roles).forEach(role -> counts[role]++);
        return counts;
    }
}

package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.LabelScores;
import io.rolestream.evaluation.scores.Scores;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

final class DrawnRoles {
    /** A plot shows only the most frequent roles. */
    static final int MAX = 30;

    /** In pixels. */
    static final double LABEL_WIDTH = 190;

    private static final int LABEL_CHARS = 26;

    private DrawnRoles() {}

    /** Indexes of the roles that occur, in the taxonomy's order. */
    static List<Integer> of(Scores scores) {
        List<LabelScores> roles = scores.labels();
        return IntStream.range(0, roles.size())
                .boxed()
                .filter(role -> roles.get(role).occurs())
                .sorted(Comparator.comparing((Integer role) ->
                                roles.get(role).support() + roles.get(role).predicted())
                        .reversed())
                .limit(MAX)
                .sorted()
                .toList();
    }

    /** Says how many roles are not shown; empty if none. */
    static String omitted(Scores scores) {
        long occurring = scores.labels().stream().filter(LabelScores::occurs).count();
        return occurring > MAX ? " The " + MAX + " most frequent of " + occurring + " roles." : "";
    }

    static String label(String role) {
        return role.codePointCount(0, role.length()) <= LABEL_CHARS
                ? role
                : role.substring(0, role.offsetByCodePoints(0, LABEL_CHARS - 1)) + "\u2026";
    }
}

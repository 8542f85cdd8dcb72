package io.rolestream.dashboard.review;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far reviewers agree on the texts that several of them answered.
 *
 * @param texts with answers of two or more reviewers
 * @param same texts on which all of them gave the same role
 * @param raw the mean share of pairs of reviewers who gave the same role, 0 to 1
 * @param kappa Fleiss' kappa (1971), with as many reviewers for each text as answered it: what raw agreement exceeds
 *     that of reviewers who do not read, 1 at most. Each text counts the same. Null where all answers are one role, for
 *     which it is undefined
 */
record ReviewerAgreement(
        int texts, int same, double raw, @Nullable Double kappa) {
    private record Text(String resumeId, @Nullable String contentHash) {}

    /** @return null if no text was answered by two reviewers */
    static @Nullable ReviewerAgreement of(Stream<GivenAnswer> answers) {
        Map<Text, Map<String, String>> roles = new HashMap<>();
        answers.forEach(answer -> roles.computeIfAbsent(
                        new Text(answer.resumeId(), answer.contentHash()), text -> new HashMap<>())
                .put(answer.reviewer(), answer.role()));
        return ofRoles(roles.values().stream()
                .map(byReviewer -> List.copyOf(byReviewer.values()))
                .filter(given -> given.size() > 1)
                .toList());
    }

    /**
     * @param given for each text the roles of its reviewers, two or more
     * @return null without texts
     */
    static @Nullable ReviewerAgreement ofRoles(List<List<String>> given) {
        int texts = given.size();
        if (texts == 0) {
            return null;
        }
        int same = 0;
        double raw = 0;
        Map<String, Double> shares = new HashMap<>();
        for (List<String> roles : given) {
            Map<String, Integer> counts = new HashMap<>();
            roles.forEach(role -> counts.merge(role, 1, Integer::sum));
            same += counts.size() == 1 ? 1 : 0;
            raw += agreeing(counts.values(), roles.size()) / texts;
            counts.forEach((role, count) -> shares.merge(role, (double) count / roles.size() / texts, Double::sum));
        }
        double byChance =
                shares.values().stream().mapToDouble(share -> share * share).sum();
        Double kappa = shares.size() == 1 ? null : (raw - byChance) / (1 - byChance);
        return new ReviewerAgreement(texts, same, raw, kappa);
    }

    /** The share of the pairs of answers on a text that are the same. */
    private static double agreeing(Collection<Integer> counts, int answers) {
        double pairs =
                counts.stream().mapToDouble(count -> count * (count - 1.0)).sum();
        return pairs / (answers * (answers - 1.0));
    }
}

package io.rolestream.evaluation.scores;

/**
 * A contender's agreement with the rules, and which of them is right where they differ.
 *
 * @param share of the items with the same answer
 */
public record Agreement(double share, long differing, long contenderRight, long rulesRight) {
    static Agreement of(int[] truth, int[] answers, int[] rules) {
        long differing = 0;
        long contenderRight = 0;
        long rulesRight = 0;
        for (int i = 0; i < truth.length; i++) {
            if (answers[i] != rules[i]) {
                differing++;
                contenderRight += answers[i] == truth[i] ? 1 : 0;
                rulesRight += rules[i] == truth[i] ? 1 : 0;
            }
        }
        return new Agreement(1 - (double) differing / truth.length, differing, contenderRight, rulesRight);
    }
}

package io.rolestream.evaluation.scores;

/**
 * How often a contender answers as the rules do, and who is right where it does not.
 *
 * @param share of the items with the same answer
 * @param differing the number of the others
 * @param contenderRight on how many of these the contender is right
 * @param rulesRight on how many of these the rules are right
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

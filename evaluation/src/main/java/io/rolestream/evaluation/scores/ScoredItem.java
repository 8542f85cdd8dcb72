package io.rolestream.evaluation.scores;

/**
 * A text with a known role, and the labellers' answers on it. Roles are indexes of the taxonomy, and arrays are in its
 * order, {@code [roles]}; they are not copied and must not be changed.
 *
 * @param truth the role given by a person or, in a silver set, by the rules
 * @param ruleRole the fallback if the rules abstain
 * @param ruleConfidence the confidence of the rules' vote, 0 to 1; 1 if it is unknown
 * @param ruleScores the rules' scores, even if they abstain; 0 for a role without matched keywords
 * @param championLogits empty if there is no champion
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScoredItem(
        String contentHash,
        int truth,
        int ruleRole,
        float ruleConfidence,
        float[] ruleScores,
        float[] logits,
        float[] championLogits) {
    private static final float[] NONE = {};

    public ScoredItem {
        if (contentHash.isBlank()) {
            throw new IllegalArgumentException("an item needs its content hash");
        }
        int roles = logits.length;
        check(contentHash, "the role", roles, truth);
        check(contentHash, "the rules' role", roles, ruleRole);
        if (!(ruleConfidence >= 0 && ruleConfidence <= 1)) {
            throw new IllegalArgumentException(
                    "the rules' confidence in item " + contentHash + " is not from 0 to 1: " + ruleConfidence);
        }
        check(contentHash, "the rules' scores", roles, ruleScores);
        check(contentHash, "the logits", roles, logits);
        if (championLogits.length > 0) {
            check(contentHash, "the champion's logits", roles, championLogits);
        }
    }

    /** An item without a champion, and with unknown confidence of the rules. */
    public static ScoredItem of(String contentHash, int truth, int ruleRole, float[] ruleScores, float[] logits) {
        return new ScoredItem(contentHash, truth, ruleRole, 1, ruleScores, logits, NONE);
    }

    public ScoredItem withRuleConfidence(float confidence) {
        return new ScoredItem(contentHash, truth, ruleRole, confidence, ruleScores, logits, championLogits);
    }

    public ScoredItem withChampion(float[] logitsOfChampion) {
        return new ScoredItem(contentHash, truth, ruleRole, ruleConfidence, ruleScores, logits, logitsOfChampion);
    }

    public boolean hasChampion() {
        return championLogits.length > 0;
    }

    private static void check(String contentHash, String what, int roles, int role) {
        if (role < 0 || role >= roles) {
            throw new IllegalArgumentException(what + " of item " + contentHash + " is " + role
                    + ", but there are logits for " + roles + " roles");
        }
    }

    private static void check(String contentHash, String what, int roles, float[] values) {
        if (values.length != roles) {
            throw new IllegalArgumentException(what + " of item " + contentHash + " are " + values.length
                    + ", but there are logits for " + roles + " roles");
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(what + " of item " + contentHash + " are not all finite");
            }
        }
    }
}

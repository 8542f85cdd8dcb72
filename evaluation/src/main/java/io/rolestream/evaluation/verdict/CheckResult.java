package io.rolestream.evaluation.verdict;

import io.rolestream.common.text.Keyed;

/**
 * What one check found.
 *
 * @param check which
 * @param outcome what it says
 * @param weak whether it would say more with more items, or with items that people labelled
 * @param sentence why, with its numbers
 */
public record CheckResult(Check check, Outcome outcome, boolean weak, String sentence) {
    /** What a check says. */
    public enum Outcome implements Keyed {
        PASS,
        FAIL,
        /** There is nothing to be checked. */
        NOT_APPLICABLE
    }

    public static CheckResult passIf(boolean pass, Check check, boolean weak, String sentence) {
        return new CheckResult(check, pass ? Outcome.PASS : Outcome.FAIL, weak, sentence);
    }

    public static CheckResult fail(Check check, boolean weak, String sentence) {
        return new CheckResult(check, Outcome.FAIL, weak, sentence);
    }

    public static CheckResult notApplicable(Check check, boolean weak, String sentence) {
        return new CheckResult(check, Outcome.NOT_APPLICABLE, weak, sentence);
    }

    /** Whether it stands against a promotion. */
    public boolean failed() {
        return outcome == Outcome.FAIL;
    }
}

package io.rolestream.evaluation.verdict;

import io.rolestream.common.text.Keyed;

/**
 * The result of one check.
 *
 * @param weak whether more items, or items labelled by people, would make it more reliable
 * @param sentence the reason, with its numbers
 */
public record CheckResult(Check check, Outcome outcome, boolean weak, String sentence) {
    public enum Outcome implements Keyed {
        PASS,
        FAIL,
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

    public boolean failed() {
        return outcome == Outcome.FAIL;
    }
}

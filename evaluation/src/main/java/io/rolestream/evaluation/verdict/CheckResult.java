package io.rolestream.evaluation.verdict;

/**
 * The result of one check.
 *
 * @param check that was made
 * @param outcome of the check
 * @param weak whether more items, or items labelled by people, would make it more reliable
 * @param sentence the reason, with its numbers
 */
public record CheckResult(Check check, Outcome outcome, boolean weak, String sentence) {
    /** What a check says. */
    public enum Outcome {
        PASS("pass"),
        FAIL("fail"),
        /** There is nothing to be checked. */
        NOT_APPLICABLE("not-applicable");

        private final String key;

        Outcome(String key) {
            this.key = key;
        }

        /** How files and reports call it. */
        public String key() {
            return key;
        }
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

    /** Whether it prevents a promotion. */
    public boolean failed() {
        return outcome == Outcome.FAIL;
    }
}

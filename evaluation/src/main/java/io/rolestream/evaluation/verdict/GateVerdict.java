package io.rolestream.evaluation.verdict;

import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.verdict.CheckResult.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The verdict of the gate.
 *
 * @param gate the rule that was applied
 * @param judgedOn the set whose scores counted
 * @param checks in the order of {@link Check}
 */
public record GateVerdict(String gate, GateLimits limits, SetName judgedOn, List<CheckResult> checks) {
    public GateVerdict {
        checks = List.copyOf(checks);
    }

    public boolean passed() {
        return checks.stream().noneMatch(CheckResult::failed);
    }

    public boolean weak() {
        return checks.stream().anyMatch(CheckResult::weak);
    }

    public VerdictKind kind() {
        return !passed() ? VerdictKind.FAILED : weak() ? VerdictKind.PASSED_WEAKLY : VerdictKind.PASSED;
    }

    /** The verdict for the version that the model becomes. */
    public StatedVerdict stated() {
        return new StatedVerdict(kind(), passed() ? missingEvidence() : reasons());
    }

    /**
     * Sentences on the evidence that is missing: on the set that the model was judged on and the comparisons that could
     * not be made, else on every weak check.
     */
    private List<String> missingEvidence() {
        List<CheckResult> weak = checks.stream().filter(CheckResult::weak).toList();
        List<CheckResult> telling = weak.stream()
                .filter(result -> result.check() == Check.ENOUGH_ITEMS || result.outcome() == Outcome.NOT_APPLICABLE)
                .toList();
        return (telling.isEmpty() ? weak : telling)
                .stream().map(CheckResult::sentence).toList();
    }

    /** A sentence for each failed check. */
    public List<String> reasons() {
        return checks.stream()
                .filter(CheckResult::failed)
                .map(CheckResult::sentence)
                .toList();
    }

    /** @throws IllegalArgumentException if the gate has no such check */
    public CheckResult check(Check check) {
        return find(check).orElseThrow(() -> new IllegalArgumentException("no result of " + check.key()));
    }

    /** The result of a check, if the gate has it. */
    public Optional<CheckResult> find(Check check) {
        return checks.stream().filter(result -> result.check() == check).findFirst();
    }
}

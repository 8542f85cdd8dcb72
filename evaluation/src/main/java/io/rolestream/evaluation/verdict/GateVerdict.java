package io.rolestream.evaluation.verdict;

import io.rolestream.evaluation.scores.SetName;
import java.util.List;

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

    /** A sentence for each failed check. */
    public List<String> reasons() {
        return checks.stream()
                .filter(CheckResult::failed)
                .map(CheckResult::sentence)
                .toList();
    }

    /** @throws IllegalArgumentException if the gate has no such check */
    public CheckResult check(Check check) {
        return checks.stream()
                .filter(result -> result.check() == check)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no result of " + check.key()));
    }
}

package io.rolestream.rules.decision;

import io.rolestream.events.Decider;

/**
 * The decision of a policy.
 *
 * @param role the role's name in the taxonomy
 * @param decidedBy the labeller whose vote it follows
 * @param confidence 0 to 1
 */
public record Decision(String role, Decider decidedBy, float confidence) {
    public Decision {
        if (role.isBlank()) {
            throw new IllegalArgumentException("a decision names a role");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be in 0..1: " + confidence);
        }
    }
}

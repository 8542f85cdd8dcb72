package io.rolestream.rules.decision;

import io.rolestream.events.Decider;

/** A policy's decision, the labeller whose vote it follows, and its confidence, 0 to 1. */
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

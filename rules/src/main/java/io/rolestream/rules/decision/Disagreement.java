package io.rolestream.rules.decision;

import io.rolestream.events.DisagreementKind;
import io.rolestream.events.Vote;
import java.util.Optional;

/**
 * A disagreement of rules and model on a text, or an uncertain decision, ranked for review.
 *
 * @param reviewScore 0 to 1. If both named a role: the geometric mean of both confidences, so that confident
 *     disagreements come first. If the rules abstained: half the model's confidence, since nothing contradicts it. If
 *     the decision is uncertain: how far its confidence is from 1
 */
public record Disagreement(DisagreementKind kind, float reviewScore) {
    /**
     * Compares two votes; a model that abstained, or has not learnt the rules' role, has no opinion to disagree with.
     */
    public static Optional<Disagreement> between(Vote rules, Vote model, DecisionPolicy policy) {
        if (model.getRole() == null
                || model.getRole().equals(policy.roleOf(rules))
                || DecisionPolicy.isBeyond(model, rules)) {
            return Optional.empty();
        }
        return Optional.of(
                rules.getRole() == null
                        ? new Disagreement(DisagreementKind.RULES_ABSTAINED, model.getConfidence() / 2)
                        : new Disagreement(DisagreementKind.ROLES_DIFFER, (float)
                                Math.sqrt(rules.getConfidence() * model.getConfidence())));
    }

    /** For a decision that a person should look at although rules and model do not disagree. */
    public static Disagreement uncertain(float confidence) {
        return new Disagreement(DisagreementKind.UNCERTAIN, 1 - confidence);
    }
}

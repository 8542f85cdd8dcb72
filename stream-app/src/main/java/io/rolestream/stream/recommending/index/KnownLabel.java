package io.rolestream.stream.recommending.index;

import io.rolestream.matching.profile.RoleBelief;
import java.time.Instant;

/**
 * What a label says.
 *
 * @param contentHash of the content that was labelled
 * @param revision of the label
 * @param belief the probability of each role
 * @param byRules whether the rules decided alone
 * @param ruleSet version of the rules that voted; empty if unknown
 * @param model version of the model that voted; empty for none
 * @param at when it was decided
 */
public record KnownLabel(
        String contentHash,
        int revision,
        RoleBelief belief,
        boolean byRules,
        String ruleSet,
        String model,
        Instant at) {
    /**
     * What is believed of a text with this label.
     *
     * @param own what the matcher believes by itself. It knows the rules' scores of all roles, and the title's; where
     *     the rules decided alone and it agrees with them, it says more than their label
     */
    public RoleBelief beside(RoleBelief own) {
        boolean agrees = own.isKnown() && belief.isKnown() && own.role() == belief.role();
        return byRules && agrees ? own : belief;
    }
}

package io.rolestream.evaluation.scores;

import java.util.Set;

/**
 * The current champion.
 *
 * @param unknownRoles indexes of the roles that it has not learnt, where the rules decide alone; not the fallback's
 */
public record Champion(String version, DecisionParameters parameters, Set<Integer> unknownRoles) {
    public Champion {
        unknownRoles = Set.copyOf(unknownRoles);
    }

    /** A champion that knows all roles. */
    public Champion(String version, DecisionParameters parameters) {
        this(version, parameters, Set.of());
    }
}

package io.rolestream.dashboard.labels;

import org.jspecify.annotations.Nullable;

/**
 * Which labels a page wants to see.
 *
 * @param role null for all
 * @param least the lowest confidence, 0 to 1
 * @param onlyDiffering whether rules and model must have voted for different roles
 */
public record LabelFilter(@Nullable String role, double least, boolean onlyDiffering) {
    public LabelFilter {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("The minimum confidence must be between 0 and 1.");
        }
    }

    boolean matches(ListedLabel label) {
        return (role == null || role.equals(label.role()))
                && label.confidence() >= least
                && (!onlyDiffering || label.differ());
    }
}

package io.rolestream.rules.check;

import io.rolestream.rules.role.RoleChange;
import io.rolestream.rules.role.RoleChange.Added;
import io.rolestream.rules.role.RoleChange.Merged;
import io.rolestream.rules.role.RoleChange.Removed;
import io.rolestream.rules.role.RoleChange.Renamed;
import java.util.List;

/**
 * A change of a role, and what it means.
 *
 * @param from names in the older taxonomy; none of an added role
 * @param to the name in the newer one; empty for a removed role
 */
public record RoleStep(Kind kind, List<String> from, String to, Meaning meaning) {
    public enum Kind {
        REMOVED,
        ADDED,
        RENAMED,
        MERGED
    }

    /** What happens to each thing that names the role: a clause without a subject. */
    public record Meaning(String champion, String examples, String answers, String labels) {}

    private static final Meaning ADDED = new Meaning(
            "does not know the role: the rules alone vote for it until a training has learnt it",
            "come with new resumes",
            "none yet",
            "existing ones stay as they are until `relabel`");

    private static final Meaning RENAMED = new Meaning(
            "keeps voting for it, under the new name",
            "follow",
            "follow",
            "existing ones keep the old name until `relabel`");

    private static final Meaning MERGED = new Meaning(
            "keeps voting for it; the roles' probabilities are added",
            "follow",
            "follow",
            "existing ones keep the old names until `relabel`");

    public RoleStep {
        from = List.copyOf(from);
    }

    static RoleStep of(RoleChange change, String fallback) {
        if (change instanceof Added added) {
            return new RoleStep(Kind.ADDED, List.of(), added.role(), ADDED);
        }
        if (change instanceof Renamed renamed) {
            return new RoleStep(Kind.RENAMED, List.of(renamed.from()), renamed.to(), RENAMED);
        }
        if (change instanceof Merged merged) {
            return new RoleStep(Kind.MERGED, merged.from(), merged.to(), MERGED);
        }
        return new RoleStep(
                Kind.REMOVED,
                List.of(((Removed) change).role()),
                "",
                new Meaning(
                        "keeps voting; the role's probability goes to " + fallback,
                        "stay in the store; those that no person answered with the role get the current rules' votes",
                        "stay in the store, but their texts are not learnt from",
                        "existing ones keep the role until `relabel`"));
    }
}

package io.rolestream.rules.role;

import java.util.List;

/** What became of roles when a list of roles changed. */
public sealed interface RoleChange {
    /** A role with no predecessor. */
    record Added(String role) implements RoleChange {}

    /** A role under another name. */
    record Renamed(String from, String to) implements RoleChange {}

    /**
     * Several roles that became one.
     *
     * @param from two or more; {@code to} itself where roles were merged into it
     */
    record Merged(List<String> from, String to) implements RoleChange {
        public Merged {
            from = List.copyOf(from);
        }
    }

    /** A role with no successor. */
    record Removed(String role) implements RoleChange {}
}

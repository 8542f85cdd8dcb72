package io.rolestream.stream.review;

import io.rolestream.common.text.Nearest;
import io.rolestream.rules.role.Taxonomy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds roles by their names, also former ones, ignoring case. */
public final class RoleNames {
    private final Taxonomy taxonomy;
    private final List<String> names;

    public RoleNames(Taxonomy taxonomy) {
        this.taxonomy = taxonomy;
        this.names = taxonomy.names();
    }

    /** The role that has or had this name, preferably in the same letter case. */
    Optional<String> named(String written) {
        String current = taxonomy.currentName(written);
        return current != null
                ? Optional.of(current)
                : names.stream().filter(name -> name.equalsIgnoreCase(written)).findFirst();
    }

    /** The roles with this prefix, in the taxonomy's order; only one if it is a whole name. */
    public List<String> beginningWith(String typed) {
        String prefix = typed.toLowerCase(Locale.ROOT);
        return named(typed)
                .map(List::of)
                .orElseGet(() -> names.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(prefix))
                        .toList());
    }

    /** The message for an unknown role name. */
    public String unknown(String written) {
        return "\"%s\" is not a role%s".formatted(written, Nearest.hint(written, names));
    }
}

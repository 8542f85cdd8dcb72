package io.rolestream.rules.role;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Taxonomies whose last role is the fallback. */
public final class Hospital {
    private Hospital() {}

    public static Taxonomy roles(String... names) {
        return roles(Map.of(), names);
    }

    /** @param was former names, by the names of roles */
    public static Taxonomy roles(Map<String, List<String>> was, String... names) {
        List<Role> roles =
                Stream.of(names).map(name -> new Role(name, name + ".")).toList();
        return new Taxonomy(roles, Arrays.asList(names).get(names.length - 1), was);
    }
}

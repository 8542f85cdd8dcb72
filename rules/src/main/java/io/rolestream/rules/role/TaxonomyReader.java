package io.rolestream.rules.role;

import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a taxonomy from YAML nodes. */
final class TaxonomyReader {
    private final Problems problems;
    private final NodeReader reader;

    TaxonomyReader(Problems problems) {
        this.problems = problems;
        this.reader = new NodeReader(problems);
    }

    /** The taxonomy, or null after adding a problem. */
    @Nullable
    Taxonomy read(Node root) {
        Map<String, Entry> fields = reader.fields(root, "a taxonomy", List.of("fallback", "roles"));
        Entry listed = fields.get("roles");
        List<Role> roles = listed == null ? List.of() : roles(listed.value());
        Entry named = fields.get("fallback");
        String fallback = named == null ? null : reader.text(named.value(), "fallback");
        if (problems.isEmpty() && (roles.size() < 2 || roles.size() > Taxonomy.MAX_ROLES)) {
            problems.add("lists " + roles.size() + " roles; a taxonomy has 2 to " + Taxonomy.MAX_ROLES);
        }
        if (problems.isEmpty() && (named == null || fallback == null)) {
            problems.add("names no fallback; \"fallback\" is the role of resumes that fit no other");
        }
        if (named != null && fallback != null) {
            List<String> names = roles.stream().map(Role::name).toList();
            if (!names.contains(fallback)) {
                problems.add(
                        named.line(),
                        "fallback " + Quoted.of(fallback) + " is not one of the roles" + Nearest.hint(fallback, names));
            }
        }
        return fallback == null || !problems.isEmpty() ? null : new Taxonomy(roles, fallback);
    }

    private List<Role> roles(Node node) {
        List<Role> roles = new ArrayList<>();
        Map<String, Entry> byLowerCase = new HashMap<>();
        for (Entry entry : reader.entries(node, "roles")) {
            Entry alike = byLowerCase.putIfAbsent(entry.key().toLowerCase(Locale.ROOT), entry);
            String description = reader.text(entry.value(), "a description");
            if (!Role.isName(entry.key())) {
                problems.add(entry.line(), Quoted.of(entry.key()) + " is not a role name");
            } else if (alike != null) {
                problems.add(
                        entry.line(),
                        "role " + Quoted.of(entry.key()) + " differs from " + Quoted.of(alike.key()) + " on line "
                                + alike.line() + " in letter case only");
            } else if (description != null && description.isBlank()) {
                problems.add(entry.line(), "role " + Quoted.of(entry.key()) + " has no description");
            } else if (description != null) {
                roles.add(new Role(entry.key(), description.strip()));
            }
        }
        return roles;
    }
}

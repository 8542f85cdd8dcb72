package io.rolestream.rules.role;

import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a taxonomy from YAML nodes. */
final class TaxonomyReader {
    private static final String OTHER = "Other";
    private static final List<String> ROLE_FIELDS = List.of("description", "was");

    private final Problems problems;
    private final NodeReader reader;
    private final Map<String, List<Former>> formerNames = new LinkedHashMap<>();

    /** A former name, with the line on which it is written. */
    private record Former(String name, int line) {}

    TaxonomyReader(Problems problems) {
        this.problems = problems;
        this.reader = new NodeReader(problems);
    }

    /** The taxonomy, or null after adding a problem. */
    @Nullable
    Taxonomy read(Node root) {
        if (root instanceof SequenceNode) {
            return finished(withOther(roles(root)), null, OTHER);
        }
        Map<String, Entry> fields = reader.fields(root, "a taxonomy", List.of("fallback", "roles"));
        Entry listed = fields.get("roles");
        List<Role> roles = listed == null ? List.of() : roles(listed.value());
        Entry named = fields.get("fallback");
        return finished(roles, named, named == null ? null : reader.text(named.value(), "fallback"));
    }

    private static List<Role> withOther(List<Role> roles) {
        if (roles.stream().anyMatch(role -> role.name().equals(OTHER))) {
            return roles;
        }
        List<Role> all = new ArrayList<>(roles);
        all.add(new Role(OTHER, "Fits none of the other roles."));
        return all;
    }

    private @Nullable Taxonomy finished(List<Role> roles, @Nullable Entry named, @Nullable String fallback) {
        if (problems.isEmpty() && (roles.size() < 2 || roles.size() > Taxonomy.MAX_ROLES)) {
            problems.add("lists " + roles.size() + " roles; a taxonomy has 2 to " + Taxonomy.MAX_ROLES);
        }
        if (problems.isEmpty() && fallback == null) {
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
        checkFormerNames(roles);
        if (fallback == null || !problems.isEmpty()) {
            return null;
        }
        Map<String, List<String>> was = new LinkedHashMap<>();
        formerNames.forEach(
                (role, names) -> was.put(role, names.stream().map(Former::name).toList()));
        return new Taxonomy(roles, fallback, was);
    }

    /** Each former name belongs to one role, and is no role's name. */
    private void checkFormerNames(List<Role> roles) {
        Set<String> current = roles.stream().map(Role::name).collect(Collectors.toSet());
        Map<String, Former> seen = new HashMap<>();
        formerNames.forEach((role, names) -> names.forEach(former -> {
            Former first = seen.putIfAbsent(former.name(), former);
            String wrong = Role.problem(former.name());
            if (wrong != null) {
                problems.add(former.line(), notAName(former.name(), wrong));
            } else if (current.contains(former.name())) {
                problems.add(
                        former.line(),
                        "role " + Quoted.of(role) + " was " + Quoted.of(former.name())
                                + ", but that is a role; a former name is one that no role has");
            } else if (first != null) {
                problems.add(
                        former.line(),
                        "the former name " + Quoted.of(former.name()) + " is written twice, first on line "
                                + first.line());
            }
        }));
    }

    private List<Role> roles(Node node) {
        List<Role> roles = new ArrayList<>();
        Map<String, Entry> byLowerCase = new HashMap<>();
        for (Entry entry : node instanceof SequenceNode ? listed(node) : reader.entries(node, "roles")) {
            Entry alike = byLowerCase.putIfAbsent(entry.key().toLowerCase(Locale.ROOT), entry);
            String description = description(entry);
            String wrong = Role.problem(entry.key());
            if (wrong != null) {
                problems.add(entry.line(), notAName(entry.key(), wrong));
            } else if (alike != null) {
                problems.add(
                        entry.line(),
                        alike.key().equals(entry.key())
                                ? Quoted.of(entry.key()) + " is written twice, first on line " + alike.line()
                                : "role " + Quoted.of(entry.key()) + " differs from " + Quoted.of(alike.key())
                                        + " on line " + alike.line() + " in letter case only");
            } else if (description != null && description.isBlank()) {
                problems.add(entry.line(), "role " + Quoted.of(entry.key()) + " has no description");
            } else if (description != null) {
                roles.add(new Role(entry.key(), description.strip()));
            }
        }
        return roles;
    }

    /** Roles in a list: each a name, which is its description too, or {@code Name: description} as in a mapping. */
    private List<Entry> listed(Node node) {
        List<Entry> entries = new ArrayList<>();
        for (Node item : reader.items(node, "roles")) {
            if (item instanceof MappingNode) {
                entries.addAll(reader.entries(item, "a role"));
            } else {
                String name = reader.text(item, "a role");
                if (name != null) {
                    entries.add(new Entry(name, Problems.line(item), item));
                }
            }
        }
        return entries;
    }

    private static String notAName(String text, String why) {
        return Quoted.of(text) + " is not a role name: it " + why;
    }

    /** The description of a role, whose former names are noted; null after adding a problem. */
    private @Nullable String description(Entry role) {
        if (!(role.value() instanceof MappingNode)) {
            return reader.text(role.value(), "a description");
        }
        Map<String, Entry> fields = reader.fields(role.value(), "role " + Quoted.of(role.key()), ROLE_FIELDS);
        Entry was = fields.get("was");
        if (was != null) {
            List<Node> names =
                    was.value() instanceof SequenceNode ? reader.items(was.value(), "was") : List.of(was.value());
            for (Node node : names) {
                String name = reader.text(node, "a former name");
                if (name != null) {
                    formerNames
                            .computeIfAbsent(role.key(), key -> new ArrayList<>())
                            .add(new Former(name, Problems.line(node)));
                }
            }
        }
        Entry description = fields.get("description");
        return description == null ? "" : reader.text(description.value(), "a description");
    }
}

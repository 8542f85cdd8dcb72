package io.rolestream.rules.role;

import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.Problems;
import io.rolestream.rules.yaml.YamlFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The roles that labellers choose from, in a fixed order, one of them the fallback for resumes that fit none of the
 * others. A role's index in this order is its index in every array of scores. Immutable; equal to another taxonomy with
 * the same roles in the same order and the same fallback.
 */
public final class Taxonomy {
    public static final int MAX_ROLES = 3500;

    private static final String STANDARD = "io/rolestream/rules/role/standard.yml";

    private final List<Role> roles;
    private final int fallback;
    private final Map<String, Integer> indices = new HashMap<>();

    private static final class Standard {
        static final Taxonomy INSTANCE = read(new Problems("standard.yml"), null);
    }

    /** @throws IllegalArgumentException unless there are 2 to {@value #MAX_ROLES} different roles, one the fallback */
    public Taxonomy(List<Role> roles, String fallback) {
        this.roles = List.copyOf(roles);
        if (roles.size() < 2 || roles.size() > MAX_ROLES) {
            throw new IllegalArgumentException("a taxonomy has 2 to " + MAX_ROLES + " roles, not " + roles.size());
        }
        for (Role role : this.roles) {
            if (indices.putIfAbsent(role.name(), indices.size()) != null) {
                throw new IllegalArgumentException("role \"" + role.name() + "\" is listed twice");
            }
        }
        Integer index = indices.get(fallback);
        if (index == null) {
            throw new IllegalArgumentException("the fallback \"" + fallback + "\" is not a role");
        }
        this.fallback = index;
    }

    /** The fourteen roles of the original study; the fallback is "Other". */
    public static Taxonomy standard() {
        return Standard.INSTANCE;
    }

    /**
     * Reads a taxonomy file: {@code fallback: NAME}, and {@code roles:} as a mapping from name to description.
     *
     * @throws InvalidFileException if the file cannot be read or is invalid; lists every problem with its line
     */
    public static Taxonomy load(Path file) {
        return read(new Problems(file.toString()), file);
    }

    private static Taxonomy read(Problems problems, @Nullable Path file) {
        Node root = file == null ? YamlFile.readResource(STANDARD, problems) : YamlFile.read(file, problems);
        Taxonomy taxonomy = root == null ? null : new TaxonomyReader(problems).read(root);
        if (taxonomy == null) {
            throw new InvalidFileException(problems.lines());
        }
        return taxonomy;
    }

    public List<Role> roles() {
        return roles;
    }

    /** The role of resumes that fit none of the others. */
    public Role fallback() {
        return roles.get(fallback);
    }

    public int fallbackIndex() {
        return fallback;
    }

    public int size() {
        return roles.size();
    }

    /** The index of the role with exactly this name, or -1. */
    public int indexOf(String name) {
        return indices.getOrDefault(name, -1);
    }

    public boolean contains(String name) {
        return indices.containsKey(name);
    }

    public Role role(int index) {
        return roles.get(index);
    }

    public List<String> names() {
        return roles.stream().map(Role::name).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Taxonomy that && roles.equals(that.roles) && fallback == that.fallback;
    }

    @Override
    public int hashCode() {
        return 31 * roles.hashCode() + fallback;
    }

    @Override
    public String toString() {
        return names() + ", fallback " + fallback();
    }
}

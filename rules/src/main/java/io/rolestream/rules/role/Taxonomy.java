package io.rolestream.rules.role;

import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.Problems;
import io.rolestream.rules.yaml.YamlFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The roles that labellers choose from, in a fixed order, one of them the fallback for resumes that fit none of the
 * others. A role's index in this order is its index in every array of scores. A role may list its former names: that of
 * a renamed role, or those of the roles that were merged into it. Immutable; equal to another taxonomy with the same
 * roles in the same order, the same former names and the same fallback.
 */
public final class Taxonomy {
    public static final int MAX_ROLES = 3500;

    private static final String STANDARD = "io/rolestream/rules/role/standard.yml";

    private final List<Role> roles;
    private final int fallback;
    private final List<List<String>> formerNames;
    private final Map<String, Integer> indices = new HashMap<>();
    private final Map<String, Integer> formerIndices = new LinkedHashMap<>();

    private static final class Standard {
        static final Taxonomy INSTANCE = read(new Problems("standard.yml"), null);
    }

    /** Without former names. Otherwise as the other. */
    public Taxonomy(List<Role> roles, String fallback) {
        this(roles, fallback, Map.of());
    }

    /**
     * A taxonomy.
     *
     * @param formerNames by the name of a role: the names it had, or the roles merged into it had
     * @throws IllegalArgumentException unless there are 2 to {@value #MAX_ROLES} different roles, one the fallback; or
     *     if a former name belongs to two roles or is a role's name
     */
    public Taxonomy(List<Role> roles, String fallback, Map<String, List<String>> formerNames) {
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
        this.formerNames = this.roles.stream()
                .map(role -> List.copyOf(formerNames.getOrDefault(role.name(), List.of())))
                .toList();
        for (String name : formerNames.keySet()) {
            require(indices.containsKey(name), "former names are listed of \"" + name + "\", which is not a role");
        }
        for (int i = 0; i < this.roles.size(); i++) {
            for (String name : this.formerNames.get(i)) {
                require(Role.isName(name), "not a role name: \"" + name + "\"");
                require(!indices.containsKey(name), "former name \"" + name + "\" is a role");
                require(formerIndices.putIfAbsent(name, i) == null, "former name \"" + name + "\" is listed twice");
            }
        }
    }

    private static void require(boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** The fourteen roles of the original study; the fallback is "Other". */
    public static Taxonomy standard() {
        return Standard.INSTANCE;
    }

    /**
     * Reads a taxonomy file: {@code fallback: NAME}, and {@code roles:} as a mapping from name to description, or to
     * {@code description:} and {@code was:}, a former name or a list of them.
     *
     * <p>Roles may also be a list of names, each of which is its own description. A file that is only such a list has
     * the fallback {@code Other}, which is added if it is not listed.
     *
     * @throws InvalidFileException if the file cannot be read or is invalid; lists every problem with its line
     */
    public static Taxonomy load(Path file) {
        return read(new Problems(file.toString()), file);
    }

    /** As {@link #load}, from the content of a file; its name is for error messages. */
    public static Taxonomy parse(byte[] content, String fileName) {
        Problems problems = new Problems(fileName);
        return read(YamlFile.parse(content, problems), problems);
    }

    private static Taxonomy read(Problems problems, @Nullable Path file) {
        return read(file == null ? YamlFile.readResource(STANDARD, problems) : YamlFile.read(file, problems), problems);
    }

    private static Taxonomy read(@Nullable Node root, Problems problems) {
        Taxonomy taxonomy = root == null ? null : new TaxonomyReader(problems).read(root);
        if (taxonomy == null) {
            throw new InvalidFileException(problems);
        }
        return taxonomy;
    }

    /** A file that {@link #load} reads as this taxonomy. It is JSON, which is YAML too. */
    public String toJson() {
        return TaxonomyJson.of(this);
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

    /** The index of the role that has this name or had it, or -1. */
    public int currentIndexOf(String name) {
        Integer index = indices.get(name);
        return index == null ? formerIndices.getOrDefault(name, -1) : index;
    }

    /** The name of the role that has this name or had it, or null. */
    public @Nullable String currentName(String name) {
        int index = currentIndexOf(name);
        return index < 0 ? null : roles.get(index).name();
    }

    /** The names that a role had, or that the roles merged into it had. */
    public List<String> formerNames(int index) {
        return formerNames.get(index);
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
        return other instanceof Taxonomy that
                && roles.equals(that.roles)
                && formerNames.equals(that.formerNames)
                && fallback == that.fallback;
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

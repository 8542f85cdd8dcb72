package io.rolestream.rules.role;

import io.rolestream.rules.role.RoleChange.Added;
import io.rolestream.rules.role.RoleChange.Merged;
import io.rolestream.rules.role.RoleChange.Removed;
import io.rolestream.rules.role.RoleChange.Renamed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What became of each role of an older list in a newer taxonomy. A role is found again by its name, or by its name
 * among the {@linkplain Taxonomy#formerNames former names} of a role; otherwise it was removed. That goes for the
 * fallback of an older taxonomy too.
 *
 * <p>Probabilities follow: those of merged roles are added, and that of a removed role goes to the fallback, because a
 * resume of a role that no longer exists fits none of the others. Renormalising the others instead would turn the
 * little that is left of them into confidence. Roles without a predecessor get no probability; they are
 * {@link #unknown()} to whoever only knows the older list.
 *
 * <p>Immutable. A pure function of the two lists.
 */
public final class RoleMapping {
    private static final int MAX_NAMED = 10;

    /**
     * The most characters of changed roles: each vote of a model names the roles that it does not know and those that
     * have another name.
     */
    public static final int MAX_CHANGED_CHARS = 100_000;

    private final List<String> from;
    private final Taxonomy to;
    private final int[] targets;

    private RoleMapping(List<String> from, Taxonomy to, int[] targets) {
        this.from = List.copyOf(from);
        this.to = to;
        this.targets = targets;
    }

    /** The mapping from a list of names, such as a model's labels. */
    public static RoleMapping of(List<String> from, Taxonomy to) {
        return new RoleMapping(
                from, to, from.stream().mapToInt(to::currentIndexOf).toArray());
    }

    /** The mapping from one taxonomy to another. */
    public static RoleMapping of(Taxonomy from, Taxonomy to) {
        return of(from.names(), to);
    }

    /**
     * The same mapping with the older roles in another order.
     *
     * @throws IllegalArgumentException unless they are the same roles
     */
    public RoleMapping ofList(List<String> order) {
        if (order.size() != from.size()) {
            throw new IllegalArgumentException("not the roles " + from + ": " + order);
        }
        return new RoleMapping(
                order,
                to,
                order.stream().mapToInt(name -> targets[indexOf(name)]).toArray());
    }

    private int indexOf(String name) {
        int index = from.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("not one of the roles " + from + ": " + name);
        }
        return index;
    }

    /** The names of the older list, in its order. */
    public List<String> from() {
        return from;
    }

    /** The newer taxonomy. */
    public Taxonomy to() {
        return to;
    }

    /** Whether both lists have the same names in the same order. */
    public boolean isIdentity() {
        return from.equals(to.names());
    }

    /** Whether both lists have the same names, in any order. */
    public boolean isSameRoles() {
        return from.size() == to.size() && new HashSet<>(from).equals(new HashSet<>(to.names()));
    }

    /** The index in the newer taxonomy of a role of the older list; -1 for a removed role. */
    public int target(int index) {
        return targets[index];
    }

    /** The indices in the older list of the roles that became a role of the newer taxonomy; none for an added role. */
    public List<Integer> sources(int target) {
        return IntStream.range(0, targets.length)
                .filter(i -> targets[i] == target)
                .boxed()
                .toList();
    }

    /**
     * The names of the newer taxonomy's roles without a predecessor, in its order. The fallback is known as soon as a
     * role was removed.
     */
    public List<String> unknown() {
        boolean[] known = known();
        return IntStream.range(0, known.length)
                .filter(i -> !known[i])
                .mapToObj(i -> to.role(i).name())
                .toList();
    }

    /**
     * Whether a role of the newer taxonomy other than its fallback has a predecessor, and the changes are few enough to
     * be named in each vote.
     */
    public boolean isUseful() {
        return isSmall() && Arrays.stream(targets).anyMatch(target -> target >= 0 && target != to.fallbackIndex());
    }

    /** Whether the names of the changed roles have at most {@value #MAX_CHANGED_CHARS} characters. */
    public boolean isSmall() {
        int chars = unknown().stream().mapToInt(String::length).sum();
        for (int i = 0; i < targets.length; i++) {
            String name = to.role(goal(i)).name();
            chars += name.equals(from.get(i)) ? 0 : from.get(i).length() + name.length();
        }
        return chars <= MAX_CHANGED_CHARS;
    }

    private boolean[] known() {
        boolean[] known = new boolean[to.size()];
        for (int i = 0; i < targets.length; i++) {
            known[goal(i)] = true;
        }
        return known;
    }

    /**
     * The logarithms of the newer roles' probabilities.
     *
     * @param logProbabilities of the older roles, {@code [older roles]}
     * @return {@code [newer roles]}, whose probabilities have the same sum; negative infinity for an unknown role
     */
    public double[] logProbabilities(double[] logProbabilities) {
        double[] greatest = new double[to.size()];
        Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < targets.length; i++) {
            greatest[goal(i)] = Math.max(greatest[goal(i)], logProbabilities[i]);
        }
        double[] sums = new double[to.size()];
        for (int i = 0; i < targets.length; i++) {
            sums[goal(i)] += Math.exp(logProbabilities[i] - greatest[goal(i)]);
        }
        for (int i = 0; i < sums.length; i++) {
            greatest[i] = sums[i] > 0 ? Math.min(0, greatest[i] + Math.log(sums[i])) : Double.NEGATIVE_INFINITY;
        }
        return greatest;
    }

    /** The role that an older one counts as: the fallback if it was removed. */
    private int goal(int index) {
        return targets[index] < 0 ? to.fallbackIndex() : targets[index];
    }

    /** The older roles that count as one of another name, in their order, with that name. */
    public Map<String, String> renamed() {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (int i = 0; i < targets.length; i++) {
            String name = to.role(goal(i)).name();
            if (!name.equals(from.get(i))) {
                renamed.put(from.get(i), name);
            }
        }
        return renamed;
    }

    /**
     * Everything that changed except order and descriptions: removed roles in the older order, then the others in the
     * newer one. Empty if both have the same names.
     */
    public List<RoleChange> changes() {
        List<RoleChange> changes = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] < 0) {
                changes.add(new Removed(from.get(i)));
            }
        }
        List<List<String>> predecessors = new ArrayList<>();
        to.roles().forEach(role -> predecessors.add(new ArrayList<>()));
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] >= 0) {
                predecessors.get(targets[i]).add(from.get(i));
            }
        }
        for (int i = 0; i < to.size(); i++) {
            List<String> names = predecessors.get(i);
            String name = to.role(i).name();
            if (names.isEmpty()) {
                changes.add(new Added(name));
            } else if (names.size() > 1) {
                changes.add(new Merged(names, name));
            } else if (!names.get(0).equals(name)) {
                changes.add(new Renamed(names.get(0), name));
            }
        }
        return changes;
    }

    /**
     * The changes in words, such as {@code removed Porter; Ward Nurse is now Nurse; added Paramedic}; at most some
     * names, then how many more there are.
     */
    public String summary() {
        List<String> words = new ArrayList<>();
        List<RoleChange> changes = changes();
        for (RoleChange change : changes.subList(0, Math.min(changes.size(), MAX_NAMED))) {
            words.add(words(change));
        }
        if (changes.size() > MAX_NAMED) {
            words.add((changes.size() - MAX_NAMED) + " more changes");
        }
        return String.join("; ", words);
    }

    private static String words(RoleChange change) {
        if (change instanceof Added added) {
            return "added " + added.role();
        }
        if (change instanceof Removed removed) {
            return "removed " + removed.role();
        }
        if (change instanceof Renamed renamed) {
            return renamed.from() + " is now " + renamed.to();
        }
        Merged merged = (Merged) change;
        Set<String> others = new HashSet<>(merged.from());
        others.remove(merged.to());
        return merged.from().stream()
                        .filter(others::contains)
                        .reduce((a, b) -> a + " and " + b)
                        .orElseThrow()
                + (others.size() == 1 ? " is now " : " are now ")
                + merged.to();
    }
}

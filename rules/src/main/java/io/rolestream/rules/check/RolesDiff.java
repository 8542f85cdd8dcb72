package io.rolestream.rules.check;

import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a newer taxonomy does to what exists.
 *
 * @param steps one for each change, removed roles first
 * @param remarks what may not be meant, and what else changes
 */
public record RolesDiff(RoleMapping mapping, List<RoleStep> steps, List<String> remarks) {
    /** With more names on one side, none are compared. */
    private static final int MOST_COMPARED = 100;

    public RolesDiff {
        steps = List.copyOf(steps);
        remarks = List.copyOf(remarks);
    }

    public static RolesDiff of(Taxonomy from, Taxonomy to) {
        RoleMapping mapping = RoleMapping.of(from, to);
        List<RoleStep> steps = mapping.changes().stream()
                .map(change -> RoleStep.of(change, to.fallback().name()))
                .toList();
        List<String> remarks = new ArrayList<>(renamed(steps));
        if (!from.fallback().name().equals(to.fallback().name())) {
            remarks.add(fallback(from.fallback().name(), to));
        }
        long described = IntStream.range(0, from.size())
                .filter(i -> mapping.target(i) >= 0 && differs(from, i, to, mapping.target(i)))
                .count();
        if (described > 0) {
            remarks.add(described + (described == 1 ? " role has" : " roles have")
                    + " another description. Reviewers see it, and zero-shot labellers compare texts with it.");
        }
        if (mapping.isSameRoles() && !mapping.isIdentity()) {
            remarks.add("The roles have another order, which changes no label.");
        }
        return new RolesDiff(mapping, steps, remarks);
    }

    private static String fallback(String former, Taxonomy to) {
        String now = to.fallback().name();
        return "The fallback is now " + Quoted.of(now) + ", not " + Quoted.of(former) + "."
                + (to.currentName(former) != null
                        ? ""
                        : " If it is the same role, write `was: " + former
                                + "` for it: then examples and answers follow.");
    }

    private static boolean differs(Taxonomy from, int old, Taxonomy to, int current) {
        return !from.role(old).description().equals(to.role(current).description());
    }

    /** A removed role and an added one with similar names. */
    private static List<String> renamed(List<RoleStep> steps) {
        List<String> removed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (RoleStep step : steps) {
            if (step.kind() == RoleStep.Kind.REMOVED) {
                removed.addAll(step.from());
            } else if (step.kind() == RoleStep.Kind.ADDED) {
                added.add(step.to());
            }
        }
        List<String> remarks = new ArrayList<>();
        if (removed.size() <= MOST_COMPARED && added.size() <= MOST_COMPARED) {
            for (String name : added) {
                Optional<String> near = Nearest.to(name, removed);
                near.ifPresent(old -> remarks.add("If " + Quoted.of(name) + " is the removed " + Quoted.of(old)
                        + " under another name, write `was: " + old
                        + "` for it: then the champion, examples and answers follow."));
            }
        }
        return remarks;
    }
}

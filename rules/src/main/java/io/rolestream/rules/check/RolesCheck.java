package io.rolestream.rules.check;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Quoted;
import io.rolestream.rules.check.Finding.Kind;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a taxonomy, and with it a rule set: everything for which they are refused, and what is allowed but may not be
 * meant.
 */
public final class RolesCheck {
    /** A longer name is cut in tables and on the dashboard. */
    static final int LONG_NAME = 60;

    /** With more roles, the dashboard and metrics show only the most frequent ones. */
    static final int MANY_ROLES = 100;

    private final List<Finding> findings = new ArrayList<>();
    private @Nullable Taxonomy taxonomy;
    private @Nullable RuleSet rules;

    private RolesCheck() {}

    /**
     * What was found.
     *
     * @param taxonomy null if it is refused
     * @param rules without unusable entries; null if none were given or they are refused
     * @param findings errors first; within a kind, the taxonomy's before the rules', in the order of lines
     */
    public record Result(
            @Nullable Taxonomy taxonomy, @Nullable RuleSet rules, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        /** Whether the files are accepted. */
        public boolean isValid() {
            return findings.stream().allMatch(finding -> finding.kind() == Kind.DOUBT);
        }
    }

    /** @param rules null to check the roles alone */
    public static Result of(Path taxonomy, @Nullable String rules) {
        RolesCheck check = new RolesCheck();
        check.roles(taxonomy);
        if (rules != null && check.taxonomy != null) {
            check.rules(taxonomy, rules, check.taxonomy);
        }
        String first = taxonomy.toString();
        check.findings.sort(Comparator.comparing(Finding::kind)
                .thenComparing(finding -> !finding.problem().file().equals(first))
                .thenComparing(finding -> finding.problem().line()));
        return new Result(check.taxonomy, check.rules, check.findings);
    }

    private void roles(Path file) {
        Taxonomy read;
        try {
            read = Taxonomy.load(file);
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> findings.add(new Finding(Kind.ERROR, problem)));
            return;
        }
        taxonomy = read;
        Map<String, String> alike = new HashMap<>();
        int undescribed = 0;
        for (Role role : read.roles()) {
            if (role.name().length() > LONG_NAME) {
                doubt(
                        file,
                        "role " + Quoted.of(role.name()) + " has " + role.name().length()
                                + " characters; tables and the dashboard show the first of them");
            }
            String plain = role.name().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}+#]+", "");
            String other = alike.putIfAbsent(plain, role.name());
            if (other != null && !plain.isEmpty()) {
                doubt(
                        file,
                        "roles " + Quoted.of(other) + " and " + Quoted.of(role.name())
                                + " differ in spaces and punctuation only");
            }
            undescribed += role.description().equals(role.name()) ? 1 : 0;
        }
        if (undescribed > 0) {
            doubt(
                    file,
                    Counted.of(undescribed, "role has", "roles have") + " no description; reviewers see only the"
                            + " name, and zero-shot labellers compare texts with it");
        }
        if (read.size() > MANY_ROLES) {
            doubt(
                    file,
                    "lists " + read.size() + " roles; metrics name the first " + MANY_ROLES
                            + " that are labelled, and the dashboard the most frequent ones");
        }
    }

    private void rules(Path taxonomyFile, String file, Taxonomy roles) {
        RuleSet.Lenient read;
        try {
            read = RuleSet.loadLeniently(file, roles);
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> findings.add(new Finding(Kind.ERROR, problem)));
            e.skipped().forEach(problem -> findings.add(new Finding(Kind.UNUSABLE, problem)));
            return;
        }
        rules = read.rules();
        read.skipped().forEach(problem -> findings.add(new Finding(Kind.UNUSABLE, problem)));
        ListedKeywords listed = ListedKeywords.of(file);
        Set<Role> distinct = new HashSet<>();
        for (String keyword : read.rules().keywords()) {
            List<RoleWeight> weights = read.rules().weights(keyword).stream()
                    .filter(weight -> weight.weight() > 0)
                    .sorted(Comparator.comparingDouble(RoleWeight::weight).reversed())
                    .toList();
            if (weights.size() == 1
                    || (weights.size() > 1
                            && weights.get(0).weight() > weights.get(1).weight())) {
                distinct.add(weights.get(0).role());
            } else if (weights.size() > 1) {
                List<String> names =
                        weights.stream().map(weight -> weight.role().name()).toList();
                findings.add(new Finding(
                        Kind.DOUBT,
                        new Problem(
                                file,
                                listed.line(keyword),
                                "keyword " + Quoted.of(keyword) + " speaks equally for several roles: "
                                        + Quoted.list(names))));
            }
        }
        withoutKeywords(taxonomyFile, file, read.rules(), distinct);
    }

    private void withoutKeywords(Path taxonomyFile, String file, RuleSet read, Set<Role> distinct) {
        read.summary().keywordsByRole().forEach((role, keywords) -> {
            if (role.equals(read.taxonomy().fallback())) {
                return;
            }
            if (keywords == 0) {
                doubt(
                        taxonomyFile,
                        "role " + Quoted.of(role.name()) + " has no keywords in " + file
                                + ": the rules never vote for it");
            } else if (!distinct.contains(role)) {
                doubt(
                        Path.of(file),
                        "role " + Quoted.of(role.name())
                                + " has no keyword that speaks for it more than for any other role");
            }
        });
    }

    private void doubt(Path file, String message) {
        findings.add(new Finding(Kind.DOUBT, new Problem(file.toString(), 0, message)));
    }
}

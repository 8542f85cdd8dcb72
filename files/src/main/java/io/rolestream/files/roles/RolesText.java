package io.rolestream.files.roles;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Printable;
import io.rolestream.common.text.Quoted;
import io.rolestream.common.text.WrappedText;
import io.rolestream.rules.check.Finding;
import io.rolestream.rules.check.Finding.Kind;
import io.rolestream.rules.check.RoleStep;
import io.rolestream.rules.check.RolesCheck;
import io.rolestream.rules.check.RolesDiff;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.ruleset.RuleSetSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks and differences of roles as plain text. */
public final class RolesText {
    private static final int WIDTH = 80;
    private static final String INDENT = "  ";

    private final int most;
    private final StringBuilder out = new StringBuilder();

    private RolesText(int most) {
        this.most = most;
    }

    /** @param most how many findings of a kind are listed; the others are counted */
    public static String of(RolesCheck.Result result, int most) {
        RolesText text = new RolesText(most);
        text.summary(result);
        Map<Kind, List<Finding>> byKind = result.findings().stream().collect(Collectors.groupingBy(Finding::kind));
        for (Kind kind : Kind.values()) {
            text.findings(kind, byKind.getOrDefault(kind, List.of()));
        }
        return text.out.toString();
    }

    private void summary(RolesCheck.Result result) {
        Taxonomy taxonomy = result.taxonomy();
        if (taxonomy != null) {
            line(Counted.of(taxonomy.size(), "role") + ", fallback "
                    + Quoted.of(taxonomy.fallback().name()));
        }
        RuleSet rules = result.rules();
        if (rules != null) {
            RuleSetSummary summary = rules.summary();
            line("rules " + summary.version() + ": " + Counted.of(summary.keywords(), "keyword") + " with "
                    + Counted.of(summary.weights(), "weight") + ", matching " + summary.matching());
        }
        long wrong = result.findings().stream()
                .filter(finding -> finding.kind() != Kind.DOUBT)
                .count();
        line(
                result.isValid()
                        ? "valid, " + Counted.of(result.findings().size(), "doubt")
                        : "refused, " + Counted.of(wrong, "problem"));
    }

    private void findings(Kind kind, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        line("");
        line(
                switch (kind) {
                    case ERROR -> "Refused:";
                    case UNUSABLE -> "Cannot be used (skipped with --lenient or rules.lenient=true):";
                    case DOUBT -> "Doubtful:";
                });
        findings.stream()
                .limit(most)
                .forEach(finding -> wrapped(finding.problem().toString()));
        if (findings.size() > most) {
            line(INDENT + "and " + Counted.of(findings.size() - most, "more", "more") + " (--all lists them)");
        }
    }

    /**
     * The differences.
     *
     * @param texts null if no file of texts was compared
     */
    public static String of(RolesDiff diff, @Nullable RuleDifferences texts, int most) {
        RolesText text = new RolesText(most);
        if (diff.steps().isEmpty()) {
            text.line("The names of the roles are the same.");
        }
        diff.steps().stream().limit(most).forEach(text::step);
        if (diff.steps().size() > most) {
            text.line("and " + Counted.of(diff.steps().size() - most, "more change") + " (--all lists them)");
        }
        if (!diff.steps().isEmpty() && !diff.mapping().isUseful()) {
            text.wrapped((diff.mapping().isSmall()
                            ? "Too few roles are the same for the champion to be of use"
                            : "The names of the changed roles have more characters than a vote may list")
                    + ": the champion is not loaded, and the rules vote alone until a training has finished.");
        }
        diff.remarks().forEach(text::wrapped);
        if (texts != null) {
            text.texts(texts);
        }
        return text.out.toString();
    }

    private void step(RoleStep step) {
        String from = step.from().stream().map(Quoted::of).collect(Collectors.joining(" and "));
        wrapped(
                "",
                switch (step.kind()) {
                    case ADDED -> "added " + Quoted.of(step.to());
                    case REMOVED -> "removed " + from;
                    case RENAMED -> "renamed " + from + " to " + Quoted.of(step.to());
                    case MERGED -> "merged " + from + " into " + Quoted.of(step.to());
                });
        wrapped(INDENT, "champion: " + step.meaning().champion());
        wrapped(INDENT, "examples: " + step.meaning().examples());
        wrapped(INDENT, "answers: " + step.meaning().answers());
        wrapped(INDENT, "labels: " + step.meaning().labels());
        line("");
    }

    private void texts(RuleDifferences texts) {
        line(String.format(
                Locale.ROOT,
                "The rules label %,d of %s otherwise (%.1f %%)%s",
                texts.changed(),
                Counted.of(texts.texts(), "text"),
                texts.texts() == 0 ? 0 : 100.0 * texts.changed() / texts.texts(),
                texts.skipped() == 0 ? "." : "; " + Counted.of(texts.skipped(), "row") + " could not be read."));
        texts.moves().stream()
                .limit(most)
                .forEach(move -> wrapped(String.format(
                        Locale.ROOT, "%,7d  %s -> %s", move.texts(), Quoted.of(move.from()), Quoted.of(move.to()))));
        if (texts.moves().size() > most) {
            line(INDENT + "and " + Counted.of(texts.moves().size() - most, "more kind") + " (--all lists them)");
        }
    }

    private void wrapped(String text) {
        wrapped(INDENT, text);
    }

    /** Breaks a text between words; what follows the first line is indented once more. */
    private void wrapped(String indent, String text) {
        WrappedText.lines(text, indent, indent + INDENT, WIDTH).forEach(this::line);
    }

    private void line(String line) {
        out.append(Printable.line(line)).append('\n');
    }
}

package io.rolestream.cli.command;

import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CommandGroup;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.Settings;
import io.rolestream.common.text.Counted;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.ruleset.RuleSetSummary;
import io.rolestream.rules.vote.RuleExplanation;
import io.rolestream.stream.StreamConfig;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rolestream rules}. */
@Command(
        name = "rules",
        description = "Checks rule sets and explains their votes.",
        synopsisSubcommandLabel = "(check | explain)")
public final class RulesCommand extends CommandGroup {
    @Command(
            name = "check",
            description = "Summarises a rule set, or lists all its errors (exit code 2).",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(paramLabel = "RULES", description = "default, notebook, or a YAML file.") String rules,
            @Mixin SettingsOptions options) {
        RuleSetSummary summary =
                RuleSet.load(rules, StreamConfig.taxonomy(options.load())).summary();
        PrintWriter out = out();
        out.printf(
                "%s is valid: %s, %s with %s, %s, %s, matching %s%n",
                rules,
                summary.version(),
                Counted.of(summary.keywords(), "keyword"),
                Counted.of(summary.weights(), "weight"),
                Counted.of(summary.aliases(), "alias", "aliases"),
                Counted.of(summary.ignored(), "ignored phrase"),
                summary.matching());
        summary.keywordsByRole().forEach((role, keywords) -> out.printf("%6d  %s%n", keywords, role.name()));
        return ExitCode.DONE;
    }

    @Command(
            name = "explain",
            description = "Shows which keywords match a text, their weights, and why the role wins.",
            mixinStandardHelpOptions = true)
    int explain(
            @Parameters(paramLabel = "SKILLS", description = "The skills, in quotes.") String skills,
            @Mixin SettingsOptions options,
            @Mixin SettingsOptions.Rules chosen) {
        Settings settings = options.load(chosen.values());
        RuleSet rules = StreamConfig.ruleSet(settings);
        RuleExplanation explanation = rules.explain(skills);
        PrintWriter out = out();
        out.printf(
                Locale.ROOT,
                "%s  (confidence %.2f, rules %s)%n%s%n",
                explanation.vote().role().name(),
                explanation.vote().confidence(),
                rules.version(),
                explanation.verdict());
        if (!explanation.evidence().isEmpty()) {
            out.println("\nmatched:");
        }
        for (RuleExplanation.Evidence evidence : explanation.evidence()) {
            out.printf(
                    "  %-28s at %d-%d  %s%n",
                    evidence.match().keyword(),
                    evidence.match().start(),
                    evidence.match().end(),
                    evidence.weights().stream()
                            .map(weight -> weight.role().name() + " " + signed(weight.weight()))
                            .collect(Collectors.joining(", ")));
        }
        explanation
                .ignored()
                .forEach(match ->
                        out.printf("  %-28s at %d-%d  ignored%n", match.keyword(), match.start(), match.end()));
        if (!explanation.sums().isEmpty()) {
            out.println("\nsums:");
        }
        explanation
                .sums()
                .forEach(sum -> out.printf(
                        Locale.ROOT, "  %8.3f  %s%n", sum.weight(), sum.role().name()));
        return ExitCode.DONE;
    }

    private static String signed(float weight) {
        return String.format(Locale.ROOT, "%+.3g", weight);
    }
}

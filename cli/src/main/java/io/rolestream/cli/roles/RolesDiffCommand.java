package io.rolestream.cli.roles;

import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.documents.ResumeReading;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.roles.RolesJson;
import io.rolestream.files.roles.RolesText;
import io.rolestream.files.roles.RuleDifferences;
import io.rolestream.local.services.Configuration;
import io.rolestream.rules.check.RolesDiff;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream roles diff}. */
@Command(
        name = "diff",
        description = "Says which roles were added, renamed, merged or removed between two files, and what that means"
                + " for the champion, for examples, for people's answers and for labels.",
        footer = {
            "",
            "Example:",
            "  rolestream roles diff roles.yml new-roles.yml --old-rules rules.yml \\",
            "    --rules new-rules.yml --data resumes.csv"
        })
@SuppressWarnings("NullAway.Init") // injected
public final class RolesDiffCommand extends CliCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD", description = "YAML file with the roles before.")
    private Path old;

    @Parameters(index = "1", paramLabel = "NEW", description = "YAML file with the roles after.")
    private Path changed;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "FILE",
            description = "Counts the texts of this file that the rules would label otherwise.")
    private @Nullable Path data;

    @Option(names = "--old-rules", paramLabel = "RULES", description = "The rules before, for --data.")
    private @Nullable String oldRules;

    @Option(
            names = {"-r", "--rules"},
            paramLabel = "RULES",
            description = "The rules after, for --data. Entries that cannot be used are skipped.")
    private @Nullable String rules;

    @Mixin
    private ReportOptions report;

    @Mixin
    private SettingsOptions settings;

    @Override
    public Integer call() {
        if ((data == null) != (rules == null) || (data == null) != (oldRules == null)) {
            throw wrongUsage("--data, --old-rules and --rules need each other");
        }
        Taxonomy from = Taxonomy.load(old);
        Taxonomy to = Taxonomy.load(changed);
        RolesDiff diff = RolesDiff.of(from, to);
        RuleDifferences texts = null;
        if (data != null && oldRules != null && rules != null) {
            RuleSet before = RuleSet.loadLeniently(oldRules, from).rules();
            RuleSet after = RuleSet.loadLeniently(rules, to).rules();
            ResumeReading reading = Configuration.resumeReading(settings.load());
            try (RowSource rows =
                    RowSource.ofResumes(data, new ColumnNames(null, null, null, null), reading.documents())) {
                texts = RuleDifferences.of(rows, reading, before, after, diff.mapping());
            }
        }
        print(report.json() ? RolesJson.of(diff, texts) + "\n" : RolesText.of(diff, texts, report.most()));
        return ExitCode.DONE;
    }
}

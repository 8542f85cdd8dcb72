package io.rolestream.cli.roles;

import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.files.roles.RolesJson;
import io.rolestream.files.roles.RolesText;
import io.rolestream.rules.check.RolesCheck;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream roles check}. */
@Command(
        name = "check",
        description = "Lists what is wrong or doubtful in a file of roles and, with --rules, in the rules for them."
                + " Exits with 2 if something is refused.",
        footer = {"", "Example:", "  rolestream roles check roles.yml --rules rules.yml"})
@SuppressWarnings("NullAway.Init") // injected
public final class RolesCheckCommand extends CliCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ROLES", description = "YAML file with the roles.")
    private Path roles;

    @Option(
            names = {"-r", "--rules"},
            paramLabel = "RULES",
            description = "YAML file with the rules; by default, only the roles are checked.")
    private @Nullable String rules;

    @Mixin
    private ReportOptions report;

    @Override
    public Integer call() {
        RolesCheck.Result result = RolesCheck.of(roles, rules);
        print(report.json() ? RolesJson.of(result) + "\n" : RolesText.of(result, report.most()));
        return result.isValid() ? ExitCode.DONE : ExitCode.USAGE;
    }
}

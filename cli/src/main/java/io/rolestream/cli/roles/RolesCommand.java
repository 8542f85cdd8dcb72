package io.rolestream.cli.roles;

import io.rolestream.cli.support.CommandGroup;
import picocli.CommandLine.Command;

/** {@code rolestream roles}. */
@Command(
        name = "roles",
        description = "Checks your own roles and rules, and says what a change of them does.",
        synopsisSubcommandLabel = "(check | diff)",
        subcommands = {RolesCheckCommand.class, RolesDiffCommand.class})
public final class RolesCommand extends CommandGroup {}

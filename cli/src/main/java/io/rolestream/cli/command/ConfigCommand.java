package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.CommandGroup;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.local.services.ReferenceDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rolestream config}. */
@Command(
        name = "config",
        description = "Prints the settings and their documentation.",
        synopsisSubcommandLabel = "(print | reference)")
public final class ConfigCommand extends CommandGroup {
    @Command(
            name = "print",
            description = "Prints every setting with its value and its origin (default, file, environment, command"
                    + " line); secrets are hidden.",
            mixinStandardHelpOptions = true)
    int print(@Mixin ClusterOptions options) {
        options.load()
                .printable()
                .forEach((key, entry) -> out().printf("%s=%s  # %s%n", key, entry.value(), entry.origin()));
        return ExitCode.DONE;
    }

    @Command(
            name = "reference",
            description = "Prints the reference of all settings as Markdown.",
            mixinStandardHelpOptions = true)
    int reference() {
        return print(ReferenceDocument.configuration());
    }
}

package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ReferenceDocument;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rolestream config}. */
@Command(
        name = "config",
        description = "Prints the settings and their documentation.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(print | reference)")
public final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing subcommand: print or reference");
    }

    @Command(
            name = "print",
            description = "Prints every setting with its value and its origin (default, file, environment, command"
                    + " line); secrets are hidden.",
            mixinStandardHelpOptions = true)
    int print(@Mixin ClusterOptions options) {
        PrintWriter out = spec.commandLine().getOut();
        options.load()
                .printable()
                .forEach((key, entry) -> out.printf("%s=%s  # %s%n", key, entry.value(), entry.origin()));
        out.flush();
        return ExitCode.DONE;
    }

    @Command(
            name = "reference",
            description = "Prints the reference of all settings as Markdown.",
            mixinStandardHelpOptions = true)
    int reference() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ReferenceDocument.configuration());
        out.flush();
        return ExitCode.DONE;
    }
}

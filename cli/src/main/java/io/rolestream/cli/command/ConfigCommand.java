package io.rolestream.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.CommandGroup;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.local.services.ReferenceDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    int print(
            @Option(names = "--json", description = "Prints JSON: an object with value and origin for each setting.")
                    boolean json,
            @Mixin ClusterOptions options) {
        var settings = options.load().printable();
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            settings.forEach((key, entry) -> object.putObject(key)
                    .put("value", entry.value())
                    .put("origin", entry.origin().toString()));
            return print(object.toPrettyString() + System.lineSeparator());
        }
        settings.forEach((key, entry) -> out().printf("%s=%s  # %s%n", key, entry.value(), entry.origin()));
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

package io.rolestream.cli;

import io.rolestream.cli.command.ConfigCommand;
import io.rolestream.cli.command.ConsumeCommand;
import io.rolestream.cli.command.DemoCommand;
import io.rolestream.cli.command.GenerateCommand;
import io.rolestream.cli.command.LabelCommand;
import io.rolestream.cli.command.ProduceCommand;
import io.rolestream.cli.command.RulesCommand;
import io.rolestream.cli.command.StreamCommand;
import io.rolestream.cli.command.TopicsCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code rolestream} command. */
@Command(
        name = "rolestream",
        description = "Labels a stream of resumes with job roles, on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LabelCommand.class,
            DemoCommand.class,
            StreamCommand.class,
            ProduceCommand.class,
            ConsumeCommand.class,
            TopicsCommand.class,
            RulesCommand.class,
            GenerateCommand.class,
            ConfigCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footer = {
            "",
            "Start here:",
            "  rolestream demo                      everything at once, with generated resumes",
            "  rolestream label resumes.csv         one JSON line for each resume of a file",
            "  rolestream rules explain \"Java, SQL\" why the rules say what they say",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration,",
            "            3 something was not labelled and --strict was given.",
            "Shell completion: source <(rolestream generate-completion)"
        })
public final class Rolestream {
    private Rolestream() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        return new CommandLine(new Rolestream())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureReport());
    }
}

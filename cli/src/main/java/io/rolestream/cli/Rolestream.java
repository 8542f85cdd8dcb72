package io.rolestream.cli;

import io.rolestream.cli.command.ConfigCommand;
import io.rolestream.cli.command.ConsumeCommand;
import io.rolestream.cli.command.DemoCommand;
import io.rolestream.cli.command.ExamplesCommand;
import io.rolestream.cli.command.GenerateCommand;
import io.rolestream.cli.command.LabelCommand;
import io.rolestream.cli.command.MetricsCommand;
import io.rolestream.cli.command.ModelCommand;
import io.rolestream.cli.command.ModelsCommand;
import io.rolestream.cli.command.PretrainCommand;
import io.rolestream.cli.command.ProduceCommand;
import io.rolestream.cli.command.RelabelCommand;
import io.rolestream.cli.command.ReviewCommand;
import io.rolestream.cli.command.RulesCommand;
import io.rolestream.cli.command.StreamCommand;
import io.rolestream.cli.command.TopicsCommand;
import io.rolestream.cli.command.TrainCommand;
import io.rolestream.cli.command.WorkerCommand;
import io.rolestream.common.service.ServiceRunner;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
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
            WorkerCommand.class,
            TrainCommand.class,
            ProduceCommand.class,
            ConsumeCommand.class,
            RelabelCommand.class,
            ReviewCommand.class,
            TopicsCommand.class,
            RulesCommand.class,
            ModelsCommand.class,
            ModelCommand.class,
            PretrainCommand.class,
            ExamplesCommand.class,
            GenerateCommand.class,
            ConfigCommand.class,
            MetricsCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footer = {
            "",
            "Start here:",
            "  rolestream demo                      everything at once, with made-up resumes",
            "  rolestream label resumes.csv         one JSON line for each resume of a file",
            "  rolestream rules explain \"Java\"        why the rules say what they say",
            "  rolestream COMMAND --help            what a command does, and its options",
            "",
            "Exit codes:",
            "  0  done",
            "  1  failed, or `topics check` found a difference",
            "  2  wrong option, argument, setting or rule file",
            "  3  something was not labelled or sent, and --strict was given",
            "  4  a worker's native engine is broken: start it again",
            "",
            "Shell completion: source <(rolestream generate-completion)"
        })
public final class Rolestream {
    private Rolestream() {}

    public static void main(String[] arguments) {
        if (runsService(List.of(arguments))) {
            ServiceRunner.takeSignals();
        }
        CommandLine command = commandLine().setOut(printer(FileDescriptor.out)).setErr(printer(FileDescriptor.err));
        try {
            System.exit(command.execute(arguments));
        } catch (Error e) {
            if (!FailureReport.isGoingDown()) { // classes that a stop kept from loading are no news
                throw e;
            }
        }
    }

    /** Whether a command runs until it is told to stop, so that SIGTERM is its proper end; nothing is parsed to find out. */
    private static boolean runsService(List<String> arguments) {
        return switch (arguments.isEmpty() ? "" : arguments.get(0)) {
            case "stream", "worker", "demo" -> true;
            case "train" -> Collections.disjoint(arguments, List.of("--once", "--now", "--status"));
            default -> false;
        };
    }

    /** UTF-8 whatever the locale, so that the same command prints the same bytes everywhere. */
    private static PrintWriter printer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Rolestream())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageReport())
                .setExecutionExceptionHandler(new FailureReport());
        layOutHelp(command);
        return command;
    }

    /** The same help everywhere: a short synopsis, and options in the order in which they matter. */
    private static void layOutHelp(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(Rolestream::layOutHelp);
    }
}

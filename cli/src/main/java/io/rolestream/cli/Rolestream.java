package io.rolestream.cli;

import io.rolestream.cli.command.ConfigCommand;
import io.rolestream.cli.command.ConsumeCommand;
import io.rolestream.cli.command.DemoCommand;
import io.rolestream.cli.command.ExamplesCommand;
import io.rolestream.cli.command.ForgetCommand;
import io.rolestream.cli.command.GenerateCommand;
import io.rolestream.cli.command.LabelCommand;
import io.rolestream.cli.command.MetricsCommand;
import io.rolestream.cli.command.ModelCommand;
import io.rolestream.cli.command.ModelsCommand;
import io.rolestream.cli.command.ProduceCommand;
import io.rolestream.cli.command.RelabelCommand;
import io.rolestream.cli.command.ReviewCommand;
import io.rolestream.cli.command.RulesCommand;
import io.rolestream.cli.command.StreamCommand;
import io.rolestream.cli.command.TopicsCommand;
import io.rolestream.cli.command.TrainCommand;
import io.rolestream.cli.command.WorkerCommand;
import io.rolestream.cli.evaluate.EvaluateCommand;
import io.rolestream.cli.explain.ExplainCommand;
import io.rolestream.cli.explain.LookupCommand;
import io.rolestream.cli.recommend.GeneratorCommand;
import io.rolestream.cli.recommend.RecommendCommand;
import io.rolestream.cli.recommend.RecommenderCommand;
import io.rolestream.cli.roles.RolesCommand;
import io.rolestream.cli.service.KafkaCommand;
import io.rolestream.cli.service.ServeCommand;
import io.rolestream.cli.study.StudyCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.train.PretrainCommand;
import io.rolestream.common.files.NativeLibraries;
import io.rolestream.common.text.TerminalPrinter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TraceLevel;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code rolestream} command. */
@Command(
        name = "rolestream",
        description = "Labels a stream of resumes with job roles on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LabelCommand.class,
            RecommendCommand.class,
            EvaluateCommand.class,
            DemoCommand.class,
            KafkaCommand.class,
            StreamCommand.class,
            WorkerCommand.class,
            GeneratorCommand.class,
            RecommenderCommand.class,
            ServeCommand.class,
            TrainCommand.class,
            ProduceCommand.class,
            ConsumeCommand.class,
            LookupCommand.class,
            ExplainCommand.class,
            RelabelCommand.class,
            ForgetCommand.class,
            ReviewCommand.class,
            TopicsCommand.class,
            RolesCommand.class,
            RulesCommand.class,
            ModelsCommand.class,
            ModelCommand.class,
            PretrainCommand.class,
            StudyCommand.class,
            ExamplesCommand.class,
            GenerateCommand.class,
            ConfigCommand.class,
            MetricsCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footer = {
            "",
            "Start here:",
            "  rolestream demo                  runs everything at once, on generated data",
            "  rolestream label resumes.csv     prints one JSON line for each resume",
            "  rolestream rules explain \"Java\"  explains how the rules vote",
            "  rolestream COMMAND --help        describes a command and its options",
            "",
            "Exit codes:",
            "  0  success",
            "  1  failure, `topics check` found a difference, or `forget`, `lookup` or",
            "     `explain` found no record",
            "  2  invalid option, argument, setting or rule file",
            "  3  `label` could label nothing; with --strict: something could not be",
            "     labelled, sent or compared",
            "  4  a service's native engine has failed: restart the service",
            "",
            "Shell completion: source <(rolestream generate-completion)"
        })
public final class Rolestream {
    private Rolestream() {}

    public static CommandLine commandLine() {
        CommandLine.tracer().setLevel(TraceLevel.OFF); // its warnings quote values, passwords among them
        CommandLine command = new CommandLine(new Rolestream())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Rolestream::execute)
                .setParameterExceptionHandler(Rolestream::reportUsage)
                .setExecutionExceptionHandler(new FailureReport())
                .registerConverter(Charset.class, Rolestream::encoding);
        layOutHelp(command);
        return command;
    }

    /**
     * Runs the command once native libraries have a safe place; help needs none. Without a command, prints the help.
     */
    private static int execute(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        if (commands.stream().anyMatch(one -> one.isUsageHelpRequested() || one.isVersionHelpRequested())) {
            commands.forEach(one -> one.setOut(TerminalPrinter.styled(one.getOut())));
            return CommandLine.executeHelpRequest(parsed);
        }
        if (!parsed.hasSubcommand()) {
            CommandLine all = commands.get(0);
            all.usage(TerminalPrinter.styled(all.getOut()));
            return ExitCode.DONE;
        }
        try {
            NativeLibraries.prepare();
        } catch (RuntimeException e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
        }
        return new RunLast().execute(parsed);
    }

    private static Charset encoding(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'" + name + "' is no encoding; UTF-8, UTF-16, windows-1252 and GB18030 are some");
        }
    }

    private static int reportUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        FailureReport.say(command, String.valueOf(failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
        return ExitCode.USAGE;
    }

    /**
     * The same help everywhere: --help and --version, a short synopsis, and options in order of importance. Commands
     * that are methods need {@code mixinStandardHelpOptions} in their annotations: it shifts the methods' arguments.
     */
    private static void layOutHelp(CommandLine command) {
        command.getCommandSpec()
                .mixinStandardHelpOptions(true)
                .usageMessage()
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(Rolestream::layOutHelp);
    }
}

package io.rolestream.cli.command;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ReferenceDocument;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rolestream metrics}. */
@Command(
        name = "metrics",
        description = "Prints the reference of all metrics and their tags as Markdown.",
        mixinStandardHelpOptions = true)
public final class MetricsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ReferenceDocument.metrics());
        out.flush();
        return ExitCode.DONE;
    }
}

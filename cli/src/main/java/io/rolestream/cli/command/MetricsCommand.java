package io.rolestream.cli.command;

import io.rolestream.cli.support.CliCommand;
import io.rolestream.local.services.ReferenceDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code rolestream metrics}. */
@Command(name = "metrics", description = "Prints the reference of all metrics and their tags as Markdown.")
public final class MetricsCommand extends CliCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return print(ReferenceDocument.metrics());
    }
}

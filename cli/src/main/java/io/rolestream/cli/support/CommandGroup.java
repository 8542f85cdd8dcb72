package io.rolestream.cli.support;

/** A command that only has subcommands. */
public abstract class CommandGroup extends CliCommand implements Runnable {
    @Override
    public final void run() {
        throw wrongUsage("missing subcommand; one of "
                + String.join(", ", spec.subcommands().keySet()));
    }
}

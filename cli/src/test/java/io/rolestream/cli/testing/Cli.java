package io.rolestream.cli.testing;

import io.rolestream.cli.Rolestream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** Runs commands in this process and keeps what they print. */
public final class Cli {
    /** How a command ended. */
    public record Result(int exitCode, String out, String err) {}

    private Cli() {}

    public static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Rolestream.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** Runs a command with the options that lead it to the shared cluster. */
    public static Result onCluster(String... arguments) {
        return run(Stream.concat(Stream.of(arguments), SharedStack.options().stream())
                .toArray(String[]::new));
    }
}

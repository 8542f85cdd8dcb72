package io.rolestream.cli.testing;

import io.rolestream.cli.Rolestream;
import io.rolestream.common.text.TerminalPrinter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Runs commands in this process and keeps what they print. */
public final class Cli {
    /** How a command ended. */
    public record Result(int exitCode, String out, String err) {}

    private Cli() {}

    public static Result run(String... arguments) {
        return run(new ByteArrayOutputStream(), arguments);
    }

    /** @param err takes what the command prints on standard error, for tests that wait for a line */
    public static Result run(ByteArrayOutputStream err, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = Rolestream.commandLine()
                .setOut(new TerminalPrinter(out))
                .setErr(new TerminalPrinter(err))
                .execute(arguments);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command with the options that lead it to the shared cluster. */
    public static Result onCluster(String... arguments) {
        return run(Stream.concat(Stream.of(arguments), SharedStack.options().stream())
                .toArray(String[]::new));
    }
}

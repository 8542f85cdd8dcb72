package io.rolestream.cli;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.files.NativeLibraries;
import io.rolestream.common.service.ServiceRunner;
import io.rolestream.common.text.PrintableStream;
import io.rolestream.common.text.TerminalPrinter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine;

/** The entry point. It refers to few classes, so that a service handles signals as early as possible. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (runsService(List.of(arguments))) {
            ServiceRunner.takeSignals();
        }
        NativeLibraries.deleteTemporaryAtExit();
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        System.setErr(new PrintStream(new PrintableStream(err), true, StandardCharsets.UTF_8)); // for logs
        TerminalPrinter out = new TerminalPrinter(new FileOutputStream(FileDescriptor.out));
        CommandLine command = Rolestream.commandLine().setOut(out).setErr(new TerminalPrinter(err));
        try {
            int exitCode = command.execute(arguments);
            String lost = out.failure();
            if (lost != null) {
                command.getErr().println("rolestream: standard output cannot be written: " + lost);
            }
            System.exit(lost == null || exitCode != ExitCode.DONE ? exitCode : ExitCode.FAILED);
        } catch (Error e) {
            if (!FailureReport.isGoingDown()) { // a stop may keep classes from loading
                throw e;
            }
        }
    }

    /** Whether the command runs until it is stopped, so that SIGTERM is its normal end. Nothing is parsed. */
    private static boolean runsService(List<String> arguments) {
        return switch (arguments.isEmpty() ? "" : arguments.get(0)) {
            case "stream", "worker", "generator", "recommender", "demo", "kafka", "serve" -> true;
            case "train" ->
                Collections.disjoint(
                        arguments, List.of("--once", "--now", "--status", "matcher", "reward", "generator", "align"));
            default -> false;
        };
    }
}

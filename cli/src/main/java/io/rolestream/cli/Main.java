package io.rolestream.cli;

import io.rolestream.common.files.NativeLibraries;
import io.rolestream.common.service.ServiceRunner;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine;

/**
 * Where the process begins. Refers to few classes, so that Java loads little, and time is not lost, before a service
 * can be told to stop.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (runsService(List.of(arguments))) {
            ServiceRunner.takeSignals();
        }
        NativeLibraries.deleteTemporaryAtExit();
        CommandLine command =
                Rolestream.commandLine().setOut(printer(FileDescriptor.out)).setErr(printer(FileDescriptor.err));
        try {
            System.exit(command.execute(arguments));
        } catch (Error e) {
            if (!FailureReport.isGoingDown()) { // classes that a stop kept from loading are no news
                throw e;
            }
        }
    }

    /**
     * Whether a command runs until it is told to stop, so that SIGTERM is its proper end; nothing is parsed to find
     * out.
     */
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
}

package io.rolestream.cli.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The signal of Ctrl-C in child processes. A process started in the background of a script ignores SIGINT, its children
 * inherit that, and a JVM that inherits it installs no handler. {@code env} of GNU coreutils restores the default
 * before it becomes the child.
 */
public final class Interrupts {
    /** Begins a command line whose process ends on SIGINT; empty where {@code env} can't do that. */
    public static final List<String> BY_DEFAULT = supported(List.of("env", "--default-signal=INT"));

    private Interrupts() {}

    private static List<String> supported(List<String> prefix) {
        try {
            Process probe = new ProcessBuilder(prefix.get(0), prefix.get(1), "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor() == 0 ? prefix : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGINT. */
    public static void send(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }
}

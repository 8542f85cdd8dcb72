package io.rolestream.cli.fuzz;

import io.rolestream.cli.Rolestream;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.text.TerminalPrinter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of a command in this process, with nothing on standard input, and what no user should have seen of it. */
final class Attempt {
    /** Far more than any of these commands takes; a loaded machine must not fail the test. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration END = Duration.ofSeconds(20);
    private static final int MOST_OUTPUT = 1 << 20;
    private static final int SHOWN = 2000;
    private static final Pattern STACK_TRACE =
            Pattern.compile("^\\s+at [\\w.$/@]+\\(|^Exception in thread|^\\s*Caused by: ", Pattern.MULTILINE);
    private static final Pattern CLASS_OF_EXCEPTION =
            Pattern.compile("\\b[a-z]+(\\.[a-z]\\w*)+\\.[A-Z]\\w*(Exception|Error)\\b");
    private static final Set<Integer> EXIT_CODES =
            Set.of(ExitCode.DONE, ExitCode.FAILED, ExitCode.USAGE, ExitCode.NOT_ALL_LABELLED);

    private Attempt() {}

    /** Runs a command; returns what is wrong with how it ended, or null. */
    static @Nullable String fault(List<String> arguments) throws InterruptedException {
        InputStream in = System.in;
        PrintStream err = System.err;
        Captured printed = new Captured();
        System.setIn(new ByteArrayInputStream(new byte[0]));
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            return faultOf(arguments, printed);
        } finally {
            System.setIn(in);
            System.setErr(err);
        }
    }

    private static @Nullable String faultOf(List<String> arguments, Captured printed) throws InterruptedException {
        Captured out = new Captured();
        FutureTask<Integer> run = new FutureTask<>(() -> Rolestream.commandLine()
                .setOut(new TerminalPrinter(out))
                .setErr(new TerminalPrinter(printed))
                .execute(arguments.toArray(String[]::new)));
        Thread thread = new Thread(run, "command");
        thread.setDaemon(true);
        thread.start();
        try {
            int exitCode = run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String problem = problem(exitCode, out.text(), printed.text());
            return problem == null ? null : problem + ":\n" + shown(printed.text());
        } catch (ExecutionException e) {
            Throwable failure = Objects.requireNonNull(e.getCause());
            return "ended with " + failure + " at "
                    + Arrays.stream(failure.getStackTrace())
                            .limit(8)
                            .map(Object::toString)
                            .collect(Collectors.joining("\n  "));
        } catch (TimeoutException e) {
            String place =
                    Arrays.stream(thread.getStackTrace()).map(Object::toString).collect(Collectors.joining("\n  "));
            thread.interrupt();
            thread.join(END.toMillis());
            return "ran longer than " + PATIENCE.toSeconds() + " s" + (thread.isAlive() ? ", and on" : "") + ", at\n  "
                    + place;
        }
    }

    /**
     * What is wrong with how a command ended, or null.
     *
     * @param out its standard output; a report there, as that of {@code roles check}, says what is wrong with a file
     * @param said what it printed on standard error
     */
    static @Nullable String problem(int exitCode, String out, String said) {
        if (said.contains("unexpected failure")) {
            return "an unexpected failure";
        }
        if (STACK_TRACE.matcher(said).find()) {
            return "a stack trace";
        }
        if (CLASS_OF_EXCEPTION.matcher(said).find()) {
            return "an exception's name in place of words";
        }
        if (said.contains("OutOfMemoryError")) {
            return "out of memory";
        }
        if (!EXIT_CODES.contains(exitCode)) {
            return "exit code " + exitCode;
        }
        return exitCode == ExitCode.USAGE && out.isBlank() && !said.contains("rolestream: ")
                ? "wrong usage without a message"
                : null;
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " ...";
    }

    /** Keeps the beginning, and takes no more than a reader who has had enough. */
    private static final class Captured extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] from, int offset, int length) throws IOException {
            if (bytes.size() > MOST_OUTPUT) {
                throw new IOException("Broken pipe");
            }
            bytes.write(from, offset, length);
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}

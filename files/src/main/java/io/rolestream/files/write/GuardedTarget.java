package io.rolestream.files.write;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Writes to a target, and turns failures into messages. A file appears under its name only with {@link #finish}; closed
 * without it, nothing is left. Standard output, a pipe and a device get what was written so far in any case. If their
 * reader ends ({@code rolestream label ... | head}), that is no failure: {@link #isReaderGone} says so, and further
 * output is dropped.
 *
 * <p>For one thread.
 */
public final class GuardedTarget {
    private final String name;
    private final Target target;
    private boolean readerGone;
    private boolean finished;
    private boolean failed;

    /** A step of writing. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException;
    }

    /** @param name for messages */
    public GuardedTarget(String name, Target target) {
        this.name = name;
        this.target = target;
    }

    /** The target's stream, which cannot be closed. */
    public OutputStream stream() {
        return new KeptOpenStream(target.stream());
    }

    /** Whether the reader has closed the pipe. */
    public boolean isReaderGone() {
        return readerGone;
    }

    /**
     * Writes something, unless the reader is gone.
     *
     * @throws OutputException if it can't be written
     */
    public void attempt(Step step) {
        if (!readerGone) {
            attemptAnyway(step);
        }
    }

    /**
     * Completes the output; a file gets its name. Call it once, after everything is written.
     *
     * @param end writes what is missing
     * @throws OutputException if it can't be written
     */
    public void finish(Step end) {
        attempt(() -> {
            end.run();
            target.stream().flush();
            target.commit();
            finished = true;
        });
    }

    /**
     * Without {@link #finish}, a file is dropped, and anything else gets what was written.
     *
     * @param flush passes on what was written
     */
    public void close(Step flush) {
        if (finished) {
            return;
        }
        finished = true;
        if (target.isFile()) {
            failed = true;
            attemptAnyway(target::discard);
        } else if (!failed) {
            attempt(() -> {
                flush.run();
                target.stream().flush();
            });
        }
    }

    /** Passes everything written so far to the reader. */
    public void flush(Step flush) {
        attempt(() -> {
            flush.run();
            target.stream().flush();
        });
    }

    private void attemptAnyway(Step step) {
        try {
            step.run();
        } catch (UncheckedIOException e) {
            failed(e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException problem) {
        if (!target.isFile() && isBrokenPipe(problem)) {
            readerGone = true;
            return;
        }
        failed = true;
        throw new OutputException(name + " can't be written: " + problem.getMessage(), problem);
    }

    private static boolean isBrokenPipe(IOException problem) {
        String message = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("broken pipe")
                || message.contains("pipe is being closed")
                || message.contains("pipe has been ended")
                || message.contains("pipe closed");
    }
}

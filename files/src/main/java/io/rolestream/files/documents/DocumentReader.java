package io.rolestream.files.documents;

import io.rolestream.common.text.DurationText;
import io.rolestream.files.documents.parse.ParsedDocument;
import io.rolestream.files.documents.parse.ParserProcess;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has documents read by a process of its own. A document may be made to exhaust memory or time, or to exploit its
 * parser; it can then only end that process, which has a small heap, no environment, and a time limit, and is replaced
 * for the next document. This process never parses a document.
 *
 * <p>The process is started for the first document. Documents are read one after another; any thread may ask.
 */
public final class DocumentReader implements Closeable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(5);
    /** Of {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    private final DocumentLimits limits;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "document-clock");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Parser parser;

    private record Parser(Process process, DataOutputStream questions, DataInputStream answers) {}

    public DocumentReader(DocumentLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a document. One that can't be read has a problem.
     *
     * @throws IOException if the process can't be started
     */
    public synchronized ParsedDocument read(DocumentFile file) throws IOException {
        String complaint = DocumentNames.complaint(file.name());
        if (complaint != null) {
            return unreadable(complaint);
        }
        byte[] bytes;
        try {
            bytes = file.bytes(limits.maxBytes());
        } catch (NoSuchFileException e) {
            return unreadable("was removed before it was read");
        } catch (IOException e) {
            return unreadable(
                    "can't be read: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
        if (bytes.length > limits.maxBytes()) {
            return unreadable("is larger than %,d bytes (%s)".formatted(limits.maxBytes(), DocumentConfig.MAX_BYTES));
        }
        return parse(bytes);
    }

    private static ParsedDocument unreadable(String problem) {
        return new ParsedDocument(null, null, problem);
    }

    private ParsedDocument parse(byte[] bytes) throws IOException {
        Parser current = parser == null || !parser.process.isAlive() ? start() : parser;
        parser = current;
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> kill = killAfter(limits.timeout(), current.process, late);
        try {
            current.questions.writeInt(limits.maxChars());
            current.questions.writeInt(bytes.length);
            current.questions.write(bytes);
            current.questions.flush();
            return ParsedDocument.read(current.answers, limits.maxChars());
        } catch (IOException e) {
            parser = null;
            return unreadable(late.get() ? tookLonger() : ended(current.process));
        } finally {
            kill.cancel(false);
        }
    }

    private String tookLonger() {
        return "takes longer than %s to read (%s)".formatted(DurationText.of(limits.timeout()), DocumentConfig.TIMEOUT);
    }

    private String ended(Process process) {
        // Its output is closed a moment before it ends.
        process.onExit()
                .completeOnTimeout(process, END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        process.destroyForcibly();
        int status = process.onExit().join().exitValue();
        return status == OUT_OF_MEMORY
                ? "takes more than %d MB of memory to read (%s)"
                        .formatted(limits.heapMegabytes(), DocumentConfig.HEAP_MEGABYTES)
                : "ended the process that reads it (status " + status + "); open it and save it again";
    }

    private ScheduledFuture<?> killAfter(Duration time, Process process, AtomicBoolean late) {
        return clock.schedule(
                () -> {
                    late.set(true);
                    process.destroyForcibly();
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private Parser start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + limits.heapMegabytes() + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData",
                        "-Xlog:disable",
                        "-Djava.awt.headless=true",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParserProcess.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        Process process = builder.start();
        Parser started = new Parser(
                process,
                new DataOutputStream(process.getOutputStream()),
                new DataInputStream(process.getInputStream()));
        ScheduledFuture<?> kill = killAfter(START, process, new AtomicBoolean());
        try {
            if (started.answers.read() != ParserProcess.READY) {
                process.destroyForcibly();
                throw new IOException("the process that reads documents did not start (status "
                        + process.onExit().join().exitValue() + ")");
            }
        } finally {
            kill.cancel(false);
        }
        return started;
    }

    /** Ends the process. */
    @Override
    public synchronized void close() {
        clock.shutdownNow();
        if (parser != null) {
            parser.process.destroyForcibly();
            parser = null;
        }
    }
}

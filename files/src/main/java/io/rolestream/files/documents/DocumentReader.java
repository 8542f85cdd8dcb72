package io.rolestream.files.documents;

import io.rolestream.common.text.DurationText;
import io.rolestream.files.documents.parse.ParsedDocument;
import io.rolestream.files.documents.parse.ParserProcess;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has documents read by a process of its own. A document may be made to exhaust memory or time: it then ends only that
 * process, which has a small heap, no environment, and a time limit, and is replaced for the next document. This
 * process never parses a document.
 *
 * <p>The process is no sandbox. A document that exploits its parser has the rights of the user, and can change the
 * answers for the documents that the same process reads after it: it is replaced after {@value #MOST_DOCUMENTS}. It
 * can't answer in advance, as each answer repeats a random number of its question.
 *
 * <p>The process is started for the first document. Documents are read one after another; any thread may ask.
 */
public final class DocumentReader implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentReader.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(5);
    /** Of {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;
    /** That one process reads. */
    private static final int MOST_DOCUMENTS = 100;

    private final DocumentLimits limits;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "document-clock"));
    /** A thread that waits for bytes for ever is left to itself. */
    private final ExecutorService bytes = Executors.newCachedThreadPool(task -> daemon(task, "document-bytes"));

    private final SecureRandom random = new SecureRandom();
    private @Nullable Parser parser;
    /** That the parser has read. */
    private int count;

    private record Parser(Process process, DataOutputStream questions, DataInputStream answers) {
        void end() {
            process.destroyForcibly();
        }
    }

    public DocumentReader(DocumentLimits limits) {
        this.limits = limits;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Reads a document. One that can't be parsed has a problem.
     *
     * @throws DocumentUnavailable if its bytes can't be read
     * @throws IOException if the process can't be started
     */
    public synchronized ParsedDocument read(DocumentFile file) throws IOException {
        String complaint = DocumentNames.complaint(file.name());
        if (complaint != null) {
            return unreadable(complaint);
        }
        byte[] document;
        try {
            document = bytes(file);
        } catch (NoSuchFileException e) {
            return unreadable("was removed before it was read");
        }
        if (document.length > limits.maxBytes()) {
            return unreadable("is larger than %,d bytes (%s)".formatted(limits.maxBytes(), DocumentConfig.MAX_BYTES));
        }
        return parse(document);
    }

    private byte[] bytes(DocumentFile file) throws IOException {
        Future<byte[]> read = bytes.submit(() -> file.bytes(limits.maxBytes()));
        try {
            return read.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            read.cancel(true);
            throw new DocumentUnavailable(tookLonger(), e);
        } catch (InterruptedException e) {
            read.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a document was read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoSuchFileException missing) {
                throw missing;
            }
            if (e.getCause() instanceof IOException cause) {
                String message = cause.getMessage();
                throw new DocumentUnavailable(
                        "can't be read: " + (message == null ? cause.getClass().getSimpleName() : message), cause);
            }
            throw new IllegalStateException("failed to read " + file.name(), e.getCause());
        }
    }

    private static ParsedDocument unreadable(String problem) {
        return new ParsedDocument(null, null, problem);
    }

    private ParsedDocument parse(byte[] document) throws IOException {
        Parser current = usableParser();
        if (current != null) {
            Answer answer = ask(current, document);
            // What ended a process that has read others may have been none of this document's doing.
            if (!answer.endedProcess) {
                return answer.document;
            }
        }
        current = start();
        parser = current;
        count = 0;
        return ask(current, document).document;
    }

    /** The one that has read documents; null if another is to be started. */
    private @Nullable Parser usableParser() {
        Parser current = parser;
        if (current == null) {
            return null;
        }
        try {
            // One that says more than it was asked has been taken over.
            if (count < MOST_DOCUMENTS && current.process.isAlive() && current.answers.available() == 0) {
                return current;
            }
        } catch (IOException e) {
            LOG.debug("the process that reads documents has ended", e);
        }
        dropParser();
        return null;
    }

    private void dropParser() {
        if (parser != null) {
            parser.end();
            parser = null;
        }
    }

    /** @param endedProcess whether the process ended by itself */
    private record Answer(ParsedDocument document, boolean endedProcess) {}

    private Answer ask(Parser current, byte[] document) {
        count++;
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> kill = killAfter(limits.timeout(), current.process, late);
        long number = random.nextLong();
        try {
            current.questions.writeLong(number);
            current.questions.writeInt(limits.maxChars());
            current.questions.writeInt(document.length);
            current.questions.write(document);
            current.questions.flush();
            if (current.answers.readLong() != number) {
                throw new IOException("an answer to no question");
            }
            return new Answer(ParsedDocument.read(current.answers, limits.maxChars()), false);
        } catch (IOException e) {
            parser = null;
            return late.get()
                    ? new Answer(unreadable(tookLonger()), false)
                    : new Answer(unreadable(ended(current.process)), true);
        } finally {
            // Otherwise it has begun and may end the process while the next document is read.
            if (!kill.cancel(false)) {
                dropParser();
            }
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
                started.end();
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
        bytes.shutdownNow();
        dropParser();
    }
}

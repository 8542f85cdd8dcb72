package io.rolestream.common.text;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Prints UTF-8 in any locale, so that a command prints the same bytes everywhere, and escapes whatever would control a
 * terminal ({@link PrintableStream}).
 */
public final class TerminalPrinter extends PrintWriter {
    private final Watched terminal;
    private final PrintWriter styled;

    public TerminalPrinter(OutputStream terminal) {
        this(new Watched(terminal));
    }

    private TerminalPrinter(Watched terminal) {
        super(new PrintableStream(terminal), true, StandardCharsets.UTF_8);
        this.terminal = terminal;
        this.styled = new PrintWriter(terminal, true, StandardCharsets.UTF_8);
    }

    /** Why something could not be written, such as a full disk; null if all was, or the reader has had enough. */
    public @Nullable String failure() {
        flush();
        return terminal.failure;
    }

    /** A printer beside this one that lets styles pass: for our own texts, and others that have been made printable. */
    public static PrintWriter styled(PrintWriter printer) {
        printer.flush();
        return printer instanceof TerminalPrinter terminal ? terminal.styled : printer;
    }

    /** Remembers the first failure, which a {@link PrintWriter} only says there was. */
    private static final class Watched extends FilterOutputStream {
        private @Nullable String failure;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                String reason = String.valueOf(e.getMessage());
                if (failure == null && !reason.contains("Broken pipe")) {
                    failure = reason;
                }
                throw e;
            }
        }
    }
}

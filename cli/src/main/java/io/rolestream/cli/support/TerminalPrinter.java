package io.rolestream.cli.support;

import io.rolestream.common.text.PrintableStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Prints UTF-8 in any locale, so that a command prints the same bytes everywhere, and escapes whatever would control a
 * terminal ({@link PrintableStream}).
 */
public final class TerminalPrinter extends PrintWriter {
    private final PrintWriter styled;

    public TerminalPrinter(OutputStream terminal) {
        super(new PrintableStream(terminal), true, StandardCharsets.UTF_8);
        styled = new PrintWriter(terminal, true, StandardCharsets.UTF_8);
    }

    /** A printer beside this one that lets styles pass: for our own texts, and others that have been made printable. */
    public static PrintWriter styled(PrintWriter printer) {
        printer.flush();
        return printer instanceof TerminalPrinter terminal ? terminal.styled : printer;
    }
}

package io.rolestream.files.documents.parse;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The process that reads documents, one after another, until its input ends. It is asked with a number, the longest
 * text, the length of the document and the document, and answers with the number and a {@link ParsedDocument}. Before
 * the first it writes {@link #READY}.
 */
public final class ParserProcess {
    /** Says that the process has started. */
    public static final int READY = 42;

    private ParserProcess() {}

    /** Reads documents from standard input. */
    public static void main(String[] arguments) throws IOException {
        // Signals to the group are for the process that asks; it lets the current document be read.
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Signal.handle(new Signal("TERM"), SignalHandler.SIG_IGN);
        // A document that takes forever must not outlive the process that would end it.
        ProcessHandle.current()
                .parent()
                .ifPresent(parent ->
                        parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
                DataInputStream in = new DataInputStream(new BufferedInputStream(System.in))) {
            System.setOut(System.err); // libraries must not write between the answers
            out.write(READY);
            out.flush();
            while (true) {
                long number;
                try {
                    number = in.readLong();
                } catch (EOFException e) {
                    return;
                }
                int maxChars = in.readInt();
                ParsedDocument document = parse(in.readNBytes(in.readInt()), maxChars);
                out.writeLong(number);
                document.write(out);
            }
        }
    }

    /** The text and skills of a document, or why it has none. */
    static ParsedDocument parse(byte[] document, int maxChars) {
        try {
            String text = DocumentParser.text(document, maxChars);
            return new ParsedDocument(text, SkillsSection.find(text), null);
        } catch (UnreadableDocument e) {
            return ParsedDocument.unreadable(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return ParsedDocument.unreadable("nests too deeply to be read");
        } catch (RuntimeException e) {
            return ParsedDocument.unreadable("is damaged: its parser failed with "
                    + e.getClass().getSimpleName() + "; open it and save it again");
        }
    }
}

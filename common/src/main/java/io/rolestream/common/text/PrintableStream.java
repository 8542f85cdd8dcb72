package io.rolestream.common.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes UTF-8 text on to a terminal, {@linkplain Printable#of printable}. Every standard stream of the command line is
 * behind one, so that it does not matter who prints what a stranger wrote. Bytes of an incomplete character wait for
 * the rest. Not thread-safe by itself: the printers above lock.
 */
public final class PrintableStream extends OutputStream {
    private final OutputStream terminal;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] incomplete = {};

    public PrintableStream(OutputStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(incomplete.length + length)
                .put(incomplete)
                .put(bytes, offset, length)
                .flip();
        CharBuffer text = CharBuffer.allocate(in.remaining());
        decoder.reset().decode(in, text, false);
        incomplete = Arrays.copyOfRange(in.array(), in.position(), in.limit());
        terminal.write(lines(text.flip().toString()).getBytes(StandardCharsets.UTF_8));
    }

    /** Windows ends lines with CR LF; a CR alone would return to the beginning of the line. */
    private static String lines(String text) {
        return text.indexOf('\r') < 0
                ? Printable.of(text)
                : String.join(
                        "\r\n",
                        Arrays.stream(text.split("\r\n", -1)).map(Printable::of).toList());
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}

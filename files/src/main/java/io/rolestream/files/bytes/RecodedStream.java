package io.rolestream.files.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns text in another encoding into UTF-8. What is invalid becomes the byte 0xFF, which is invalid in UTF-8 too, so
 * that its row is reported.
 */
final class RecodedStream extends InputStream {

    private static final int BUFFER_BYTES = 8192;
    private static final byte[] INVALID = {(byte) 0xFF};

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer undecoded = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final CharBuffer decoded = CharBuffer.allocate(BUFFER_BYTES);
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private boolean invalid;
    private boolean ended;

    RecodedStream(InputStream in, Charset charset) {
        this.in = in;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!pending.hasRemaining()) {
            if (ended && !invalid) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, pending.remaining());
        pending.get(target, offset, count);
        return count;
    }

    private void decode() throws IOException {
        if (invalid) {
            invalid = false;
            pending = ByteBuffer.wrap(INVALID);
            return;
        }
        decoded.clear();
        CoderResult result = decoder.decode(undecoded, decoded, false);
        if (result.isUnderflow() && decoded.position() == 0) {
            result = decodeMore();
        }
        if (result.isError()) {
            undecoded.position(undecoded.position() + result.length());
            decoder.reset();
            invalid = true;
        }
        pending = StandardCharsets.UTF_8.encode(decoded.flip());
    }

    private CoderResult decodeMore() throws IOException {
        undecoded.compact();
        int count = in.read(undecoded.array(), undecoded.position(), undecoded.remaining());
        undecoded.position(undecoded.position() + Math.max(0, count)).flip();
        ended = count < 0;
        CoderResult result = decoder.decode(undecoded, decoded, ended);
        if (ended && !result.isError()) {
            decoder.flush(decoded);
        }
        return result;
    }

    @Override
    public int available() throws IOException {
        return pending.remaining() + in.available() / 2;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package io.rolestream.engine.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A range of a file as a stream; an end of the file inside the range is an error. */
final class ChannelInput extends InputStream {
    private final FileChannel channel;
    private long position;
    private final long end;

    ChannelInput(FileChannel channel, long position, long end) {
        this.channel = channel;
        this.position = position;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, into.length);
        int wanted = (int) Math.min(length, end - position);
        if (wanted == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = channel.read(ByteBuffer.wrap(into, at, wanted), position);
        if (count < 0) {
            throw new EOFException(truncated(position));
        }
        position += count;
        return count;
    }

    static String truncated(long size) {
        return "the file was truncated to " + size + " bytes while it was read";
    }
}

package io.rolestream.engine.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * Maps a file's data section in as few windows as 2 GiB buffers allow, each of whole tensors, each mapped when it is
 * first wanted. A model of any size so takes a handful of mappings, far from the system's limit on them. A tensor
 * larger than a window is mapped part by part, on every call. Mappings go when the last buffer on them is unreachable.
 */
final class MappedWindows {
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, Window> windowOf = new HashMap<>();

    private static final class Window {
        final long begin;
        long end;
        private ByteBuffer mapped = ByteBuffer.allocate(0);

        Window(long begin) {
            this.begin = begin;
            this.end = begin;
        }
    }

    MappedWindows(FileChannel channel, SafetensorsHeader header) {
        this.channel = channel;
        this.dataStart = header.dataStart();
        Window window = new Window(0);
        for (TensorInfo tensor : header.tensors().values()) {
            if (tensor.end() - window.begin > Integer.MAX_VALUE) {
                window = new Window(tensor.begin());
            }
            window.end = tensor.end();
            windowOf.put(tensor.name(), window);
        }
    }

    /** A part of a tensor that is inside of it. */
    ByteBuffer map(TensorInfo tensor, long offset, int length) throws IOException {
        Window window = windowOf.get(tensor.name());
        if (window == null) {
            throw new IllegalArgumentException("no tensor of this file: " + tensor.name());
        }
        ByteBuffer part;
        if (length == 0) {
            part = ByteBuffer.allocateDirect(0).asReadOnlyBuffer();
        } else if (window.end - window.begin > Integer.MAX_VALUE) {
            part = channel.map(FileChannel.MapMode.READ_ONLY, dataStart + tensor.begin() + offset, length);
        } else {
            part = whole(window).slice((int) (tensor.begin() - window.begin + offset), length);
        }
        return part.order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer whole(Window window) throws IOException {
        synchronized (window) {
            if (!window.mapped.hasRemaining()) {
                window.mapped =
                        channel.map(FileChannel.MapMode.READ_ONLY, dataStart + window.begin, window.end - window.begin);
            }
            return window.mapped;
        }
    }
}

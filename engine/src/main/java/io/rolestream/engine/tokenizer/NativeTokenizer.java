package io.rolestream.engine.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Hugging Face's tokenizer in native memory, through DJL's library. It is called below DJL's {@code HuggingFaceTokenizer}, which
 * makes strings, spans and masks of each token where only ids are wanted, reports its use to a server, and crashes the JVM where one
 * thread encodes while another closes. Here encoding holds a shared lock, and closing waits until it is let go.
 */
final class NativeTokenizer implements AutoCloseable {
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private static final long CLOSED = 0;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle;

    static {
        // The library is in the jar. Without these, DJL would look for a CUDA build of it on its server wherever there
        // is a GPU.
        System.getProperties().putIfAbsent("ai.djl.offline", "true");
        System.getProperties().putIfAbsent("OPT_OUT_TRACKING", "true");
        LibUtils.checkStatus();
    }

    /** @param json the content of a {@code tokenizer.json}; what it says of truncation and padding is not done */
    NativeTokenizer(String json) {
        try {
            handle = LIBRARY.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new TokenizerException("The tokenizer can't be read: " + e.getMessage(), e);
        }
        LIBRARY.disableTruncation(handle);
        LIBRARY.disablePadding(handle);
    }

    /** The ids of a text. */
    int[] ids(String text, boolean withSpecialTokens) {
        String wellFormed = Utf8.wellFormed(text);
        lock.readLock().lock();
        try {
            if (handle == CLOSED) {
                throw new IllegalStateException("the tokenizer is closed");
            }
            return ids(LIBRARY.encode(handle, wellFormed, withSpecialTokens));
        } finally {
            lock.readLock().unlock();
        }
    }

    private static int[] ids(long encoding) {
        try {
            long[] ids = LIBRARY.getTokenIds(encoding);
            int[] result = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                result[i] = (int) ids[i];
            }
            return result;
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    /** Frees the native memory once no thread is encoding; closing again does nothing. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (handle != CLOSED) {
                LIBRARY.deleteTokenizer(handle);
                handle = CLOSED;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}

package io.rolestream.engine.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.rolestream.common.files.NativeLibraries;
import io.rolestream.engine.tokenizer.json.TokenizerDocument;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Hugging Face's tokenizer in native memory, through DJL's library. This bypasses DJL's {@code HuggingFaceTokenizer},
 * which creates strings, spans and masks of each token where only ids are needed, reports its use to a server, and
 * crashes the JVM if one thread encodes while another closes. Here encoding holds a shared lock, for which closing
 * waits.
 */
final class NativeTokenizer implements AutoCloseable {
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private static final long CLOSED = 0;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle;

    static {
        // The library is in the jar. Without these, DJL looks for a CUDA build on its server if there is a GPU.
        System.getProperties().putIfAbsent("ai.djl.offline", "true");
        System.getProperties().putIfAbsent("OPT_OUT_TRACKING", "true");
        NativeLibraries.prepare();
        LibUtils.checkStatus();
    }

    /**
     * @param json a {@code tokenizer.json} that {@link TokenizerDocument} has checked: the library aborts the process
     *     on some that are invalid
     */
    NativeTokenizer(String json) {
        try {
            handle = LIBRARY.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new TokenizerException("the tokenizer can't be read: " + e.getMessage(), e);
        }
    }

    int[] ids(String text, boolean withSpecialTokens) {
        String wellFormed = Utf8.wellFormed(text);
        return encoded(open -> LIBRARY.encode(open, wellFormed, withSpecialTokens), NativeTokenizer::ids);
    }

    /** The text of tokens, without special ones. Ids that no token has are left out. */
    String text(int[] ids) {
        long[] all = Arrays.stream(ids).asLongStream().toArray();
        lock.readLock().lock();
        try {
            return LIBRARY.decode(requireOpen(), all, true);
        } finally {
            lock.readLock().unlock();
        }
    }

    private long requireOpen() {
        if (handle == CLOSED) {
            throw new IllegalStateException("the tokenizer is closed");
        }
        return handle;
    }

    /** Two texts as one sequence with its special tokens. */
    Encoded pair(String first, String second) {
        String a = Utf8.wellFormed(first);
        String b = Utf8.wellFormed(second);
        return encoded(
                open -> LIBRARY.encodeDual(open, a, b, true),
                encoding -> new Encoded(ids(encoding), integers(LIBRARY.getTypeIds(encoding))));
    }

    /** The tokens of a sequence and the token type of each. */
    @SuppressWarnings("ArrayRecordComponent")
    record Encoded(int[] ids, int[] types) {}

    private <T> T encoded(LongUnaryOperator encode, LongFunction<T> read) {
        lock.readLock().lock();
        try {
            long encoding = encode.applyAsLong(requireOpen());
            try {
                return read.apply(encoding);
            } finally {
                LIBRARY.deleteEncoding(encoding);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    private static int[] ids(long encoding) {
        return integers(LIBRARY.getTokenIds(encoding));
    }

    private static int[] integers(long[] values) {
        return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
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

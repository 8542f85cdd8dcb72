package io.rolestream.engine.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.rolestream.common.files.NativeLibraries;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Hugging Face's tokenizer in native memory, through DJL's library. It is called below DJL's
 * {@code HuggingFaceTokenizer}, which makes strings, spans and masks of each token where only ids are wanted, reports
 * its use to a server, and crashes the JVM where one thread encodes while another closes. Here encoding holds a shared
 * lock, and closing waits until it is let go.
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
        NativeLibraries.prepare();
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
        return encoded(open -> LIBRARY.encode(open, wellFormed, withSpecialTokens), NativeTokenizer::ids);
    }

    /** Two texts as one sequence with its special tokens. */
    Encoded pair(String first, String second) {
        String wellFormedFirst = Utf8.wellFormed(first);
        String wellFormedSecond = Utf8.wellFormed(second);
        return encoded(
                open -> LIBRARY.encodeDual(open, wellFormedFirst, wellFormedSecond, true),
                encoding -> new Encoded(ids(encoding), integers(LIBRARY.getTypeIds(encoding))));
    }

    /** The tokens of a sequence and the token type of each. */
    @SuppressWarnings("ArrayRecordComponent")
    record Encoded(int[] ids, int[] types) {}

    private <T> T encoded(LongUnaryOperator encode, LongFunction<T> read) {
        lock.readLock().lock();
        try {
            if (handle == CLOSED) {
                throw new IllegalStateException("the tokenizer is closed");
            }
            long encoding = encode.applyAsLong(handle);
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
        int[] result = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (int) values[i];
        }
        return result;
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

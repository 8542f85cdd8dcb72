package io.rolestream.engine.safetensors;

import java.util.Map;

/**
 * The checked header of a safetensors file.
 *
 * @param metadata the free-form texts of {@code __metadata__}
 * @param tensors by name, in the order of their offsets
 * @param dataStart where the data section starts in the file, in bytes
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, TensorInfo> tensors, long dataStart) {
    /** The size of the length field before the header. */
    static final int LENGTH_BYTES = Long.BYTES;

    /** The longest header, in bytes; the reference implementation's limit. */
    static final int MAX_BYTES = 100_000_000;

    /** More tensors than this in one file are refused. */
    static final int MAX_TENSORS = 100_000;

    /** More dimensions than this are refused; PyTorch has the same limit. */
    static final int MAX_DIMENSIONS = 64;

    /** The longest tensor name, in UTF-16 code units. */
    static final int MAX_NAME_LENGTH = 10_000;

    /** The longest text in the metadata, in UTF-16 code units. */
    static final int MAX_TEXT_LENGTH = 10_000_000;

    /** The key of the free-form texts; no tensor can have this name. */
    static final String METADATA_KEY = "__metadata__";
}

package io.rolestream.engine.task;

import org.jspecify.annotations.Nullable;

/**
 * What embeddings are made of.
 *
 * @param pooling how a text's vectors become one; null for what the checkpoint's {@code modules.json} says
 * @param normalized whether embeddings are divided by their length, so that a dot product is a cosine
 */
public record EmbeddingOptions(@Nullable Pooling pooling, boolean normalized) {
    /** The checkpoint's pooling, normalized. */
    public static EmbeddingOptions defaults() {
        return new EmbeddingOptions(null, true);
    }
}

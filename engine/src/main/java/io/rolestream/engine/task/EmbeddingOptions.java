package io.rolestream.engine.task;

import org.jspecify.annotations.Nullable;

/**
 * @param pooling how token vectors become one; null for the pooling of the checkpoint's {@code modules.json}
 * @param normalized whether embeddings are divided by their length, so that a dot product is a cosine
 */
public record EmbeddingOptions(@Nullable Pooling pooling, boolean normalized) {
    /** The checkpoint's pooling, normalized. */
    public static EmbeddingOptions defaults() {
        return new EmbeddingOptions(null, true);
    }
}

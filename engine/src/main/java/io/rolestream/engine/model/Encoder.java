package io.rolestream.engine.model;

/**
 * Computes a row of numbers for each sequence: the logits of a classifier, or a pooled hidden state, as its
 * {@link Output} says. Thread-safe; threads must be {@link io.rolestream.engine.torch.Torch#prepareThread prepared}.
 */
public interface Encoder extends AutoCloseable {
    /**
     * @return {@code [sequences, labels]} for logits, else {@code [sequences, hidden]}, in the order of the list that
     *     was packed
     * @throws IllegalArgumentException if a sequence is too long, or an id is not in the vocabulary
     */
    float[][] compute(PackedSequences sequences);

    /** The precision and device, in words. */
    String description();

    /** Frees the weights. No thread may be computing. */
    @Override
    void close();
}

package io.rolestream.engine.model;

/**
 * Computes a row of numbers for each sequence: logits of a classifier, or a pooled hidden state; its {@link Output}
 * says which. Safe for use by several threads, each of which computes on its own; they have to be
 * {@link io.rolestream.engine.torch.Torch#prepareThread prepared}.
 */
public interface Encoder extends AutoCloseable {
    /**
     * Computes sequences.
     *
     * @param sequences none longer than the model's maximum of tokens, all ids inside of the vocabulary
     * @return {@code [sequences, labels]} for logits, else {@code [sequences, hidden]}, in the order of the list that
     *     was packed
     * @throws IllegalArgumentException if a sequence is too long, or an id is not in the vocabulary
     */
    float[][] compute(PackedSequences sequences);

    /** What it computes with, for people. */
    String description();

    /** Frees the weights. No thread may be computing. */
    @Override
    void close();
}

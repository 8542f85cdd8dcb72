package io.rolestream.engine.model;

/**
 * Computes the logits of a classifier. Safe for use by several threads, each of which computes on its own; they have to be {@link
 * io.rolestream.engine.torch.Torch#prepareThread prepared}.
 */
public interface Encoder extends AutoCloseable {
    /**
     * The logits of sequences.
     *
     * @param sequences none longer than the model's maximum of tokens, all ids inside of the vocabulary
     * @return for each sequence, in the order of the list that was packed, one logit for each label
     * @throws IllegalArgumentException if a sequence is too long, or an id is not in the vocabulary
     */
    float[][] logits(PackedSequences sequences);

    /** What it computes with, for people. */
    String description();

    /** Frees the weights. No thread may be computing. */
    @Override
    void close();
}

package io.rolestream.engine.tokenizer.bpe;

import java.util.List;

/**
 * A learnt byte-level BPE vocabulary, in GPT-2's alphabet (where {@code Ġ} is a space).
 *
 * @param tokens by id: RoBERTa's special tokens, then the 256 bytes, then the merged tokens
 * @param merges by priority
 * @param addPrefixSpace whether texts are read with a space before them
 */
public record BpeVocabulary(List<String> tokens, List<Merge> merges, boolean addPrefixSpace) {
    public BpeVocabulary {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /** Two neighbouring tokens that become one. */
    public record Merge(String left, String right) {
        @Override
        public String toString() {
            return left + " " + right;
        }
    }
}

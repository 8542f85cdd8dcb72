package io.rolestream.engine.tokenizer.bpe;

import java.util.List;

/**
 * A learnt byte-level BPE vocabulary, in GPT-2's alphabet (where {@code Ġ} is a space).
 *
 * @param tokens the tokens; a token's index is its id. First RoBERTa's special tokens ({@code <s>}, {@code <pad>},
 *     {@code </s>}, {@code <unk>}, {@code <mask>}), then the 256 bytes, then what was merged
 * @param merges the merges, in the order in which an encoder prefers them
 * @param addPrefixSpace whether texts are read as if a space stood before them
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

package io.rolestream.engine.tokenizer;

/**
 * Two texts as one sequence of token ids, with special tokens and without padding. The arrays are shared: do not modify
 * them.
 *
 * @param types the type of each token: 0 for the first text and 1 for the second if the family has token types
 * @param cut whether a part of the texts was dropped
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedPair(int[] ids, int[] types, boolean cut) {}

package io.rolestream.engine.tokenizer;

/**
 * Two texts as one sequence of token ids, with its special tokens and without padding. The arrays are not copied: leave
 * them as they are.
 *
 * @param ids of all tokens
 * @param types the token type of each, as the tokenizer says: where a family has them, 0 for the first text and 1 for
 *     the second
 * @param cut whether some of the texts was dropped
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedPair(int[] ids, int[] types, boolean cut) {}

package io.rolestream.engine.tokenizer;

/**
 * How many tokens of two texts are kept.
 *
 * @param first of the first text
 * @param second of the second
 */
record PairLengths(int first, int second) {
    /**
     * Cuts the longer text first, as Hugging Face's tokenizers do with {@code longest_first}. If both exceed half of
     * the room, each gets half, and the longer one the odd token; of equals the second gets it.
     *
     * @param room how many tokens there may be together
     */
    static PairLengths longestFirst(int first, int second, int room) {
        int shorter = Math.min(first, second);
        int longer = Math.max(first, second);
        if (shorter + (long) longer > room) {
            if (shorter > room / 2) {
                shorter = room / 2;
            }
            longer = Math.min(longer, room - shorter);
        }
        return first > second ? new PairLengths(longer, shorter) : new PairLengths(shorter, longer);
    }
}

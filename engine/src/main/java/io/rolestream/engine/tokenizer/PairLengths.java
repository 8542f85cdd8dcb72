package io.rolestream.engine.tokenizer;

/** How many tokens of the two texts of a pair are kept. */
record PairLengths(int first, int second) {
    /**
     * Cuts the longer text first, as Hugging Face's {@code longest_first} does. If both exceed half of the room, each
     * gets half, and the longer one (of equals the second) the odd token.
     *
     * @param room how many tokens both may have together
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

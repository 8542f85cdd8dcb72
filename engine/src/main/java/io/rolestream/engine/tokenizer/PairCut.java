package io.rolestream.engine.tokenizer;

/** Which text of a pair is cut if both are too long together. Named after Hugging Face's truncation strategies. */
public enum PairCut {
    /** The longer one, or both once each has half of the room. */
    LONGEST_FIRST {
        @Override
        PairLengths lengths(int first, int second, int room) {
            return PairLengths.longestFirst(first, second, room);
        }
    },
    /** The first, as entailment models read a long premise; the longest first where the second fills the room alone. */
    ONLY_FIRST {
        @Override
        PairLengths lengths(int first, int second, int room) {
            return second >= room
                    ? PairLengths.longestFirst(first, second, room)
                    : new PairLengths(Math.min(first, room - second), second);
        }
    };

    abstract PairLengths lengths(int first, int second, int room);
}

package io.rolestream.engine.tokenizer;

import java.util.Arrays;

/** The special tokens that a tokenizer puts before and after a text, such as {@code <s>} and {@code </s>}. */
final class SpecialFrame {
    private static final String PROBE = "a";

    private final int[] before;
    private final int[] after;

    private SpecialFrame(int[] before, int[] after) {
        this.before = before;
        this.after = after;
    }

    /** Finds them by encoding a short text with and without them. */
    static SpecialFrame of(NativeTokenizer tokenizer) {
        int[] bare = tokenizer.ids(PROBE, false);
        int[] framed = tokenizer.ids(PROBE, true);
        for (int start = 0; start + bare.length <= framed.length; start++) {
            int end = start + bare.length;
            if (bare.length > 0 && Arrays.equals(framed, start, end, bare, 0, bare.length)) {
                return new SpecialFrame(Arrays.copyOf(framed, start), Arrays.copyOfRange(framed, end, framed.length));
            }
        }
        throw new TokenizerException("The tokenizer does not put its special tokens before and after a text");
    }

    int length() {
        return before.length + after.length;
    }

    int[] around(int[] ids) {
        int[] framed = Arrays.copyOf(before, length() + ids.length);
        System.arraycopy(ids, 0, framed, before.length, ids.length);
        System.arraycopy(after, 0, framed, before.length + ids.length, after.length);
        return framed;
    }
}

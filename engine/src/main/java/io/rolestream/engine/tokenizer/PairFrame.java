package io.rolestream.engine.tokenizer;

import java.util.Arrays;

/**
 * The special tokens that a tokenizer puts around and between two texts: {@code [CLS] a [SEP] b [SEP]} for BERT,
 * {@code <s> a </s></s> b </s>} for RoBERTa; and the token types.
 */
final class PairFrame {
    private static final String PROBE = "a";

    private final NativeTokenizer.Encoded probe;
    private final int textLength;
    private final int first;
    private final int second;

    /**
     * @param textLength the tokens of each text of the probe
     * @param first where the first text begins in the probe
     * @param second where the second text begins
     */
    private PairFrame(NativeTokenizer.Encoded probe, int textLength, int first, int second) {
        this.probe = probe;
        this.textLength = textLength;
        this.first = first;
        this.second = second;
    }

    /** Finds them by encoding a pair of short texts. */
    static PairFrame of(NativeTokenizer tokenizer) {
        int[] bare = tokenizer.ids(PROBE, false);
        NativeTokenizer.Encoded probe = tokenizer.pair(PROBE, PROBE);
        int first = find(bare, probe.ids(), 0);
        int second = first < 0 ? -1 : find(bare, probe.ids(), first + bare.length);
        if (second < 0) {
            throw new TokenizerException("The tokenizer does not put its special tokens around and between two texts");
        }
        return new PairFrame(probe, bare.length, first, second);
    }

    private static int find(int[] wanted, int[] ids, int from) {
        for (int start = from; wanted.length > 0 && start + wanted.length <= ids.length; start++) {
            if (Arrays.equals(ids, start, start + wanted.length, wanted, 0, wanted.length)) {
                return start;
            }
        }
        return -1;
    }

    /** The number of special tokens. */
    int length() {
        return probe.ids().length - 2 * textLength;
    }

    TokenizedPair around(int[] a, int[] b, boolean cut) {
        int length = length() + a.length + b.length;
        int[] ids = new int[length];
        int[] types = new int[length];
        int at = copyFrame(0, first, ids, types, 0);
        at = fill(a, first, ids, types, at);
        at = copyFrame(first + textLength, second, ids, types, at);
        at = fill(b, second, ids, types, at);
        copyFrame(second + textLength, probe.ids().length, ids, types, at);
        return new TokenizedPair(ids, types, cut);
    }

    private int copyFrame(int from, int to, int[] ids, int[] types, int at) {
        System.arraycopy(probe.ids(), from, ids, at, to - from);
        System.arraycopy(probe.types(), from, types, at, to - from);
        return at + to - from;
    }

    private int fill(int[] text, int probeStart, int[] ids, int[] types, int at) {
        System.arraycopy(text, 0, ids, at, text.length);
        Arrays.fill(types, at, at + text.length, probe.types()[probeStart]);
        return at + text.length;
    }
}

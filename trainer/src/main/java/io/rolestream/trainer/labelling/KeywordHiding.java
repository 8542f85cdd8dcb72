package io.rolestream.trainer.labelling;

import io.rolestream.classifier.rules.KeywordMatch;
import java.util.BitSet;
import java.util.List;

/** Takes the matched keywords out of texts, so that a model has to learn from what else they say. */
public final class KeywordHiding {
    private KeywordHiding() {}

    /**
     * The text without the words that hold a match: {@code javascript} goes with {@code java} where a rule found that in it.
     *
     * @return the text itself where nothing else would be left
     */
    public static String hide(String text, List<KeywordMatch> matches) {
        BitSet hidden = new BitSet(text.length());
        for (KeywordMatch match : matches) {
            int start = match.start();
            int end = match.end();
            while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)) && isWord(text, start)) {
                start--;
            }
            while (end < text.length() && Character.isLetterOrDigit(text.charAt(end)) && isWord(text, end - 1)) {
                end++;
            }
            hidden.set(start, end);
        }
        StringBuilder rest = new StringBuilder(text.length());
        boolean words = false;
        for (int i = 0; i < text.length(); i++) {
            if (hidden.get(i)) {
                continue;
            }
            rest.append(text.charAt(i));
            words |= Character.isLetterOrDigit(text.charAt(i));
        }
        return words ? rest.toString().strip() : text;
    }

    private static boolean isWord(String text, int at) {
        return Character.isLetterOrDigit(text.charAt(at));
    }
}

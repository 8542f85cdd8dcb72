package io.rolestream.rules.matching;

import java.text.Normalizer;

/** Latin letters without accents, and letters of other scripts that are typed for them by mistake. */
final class Lookalikes {
    private static final String LETTERS =
            "\u0430\u0441\u0435\u043E\u0440\u0445\u0443\u0456\u0458\u0455\u04BB\u0410\u0412\u0421\u0415\u041D\u0406"
                    + "\u0408\u041A\u041C\u041E\u0420\u0405\u0422\u0425\u0423\u03BF\u03BD\u0391\u0392\u0395\u0397\u0399\u039A"
                    + "\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u0396\u0131\u0142\u0141\u00F8\u00D8\u0111\u0110";
    private static final String SHOWN = "aceopxyijshABCEHIJKMOPSTXYovABEHIKMNOPTYXZilLoOdD";

    private Lookalikes() {}

    /** The word without accents, and in Latin letters if it has some of them. */
    static String folded(String word) {
        boolean mixed = word.chars().anyMatch(c -> OddCharacters.isLatin((char) c));
        String bare = Normalizer.normalize(word, Normalizer.Form.NFD);
        StringBuilder folded = new StringBuilder(bare.length());
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            int shown = mixed ? LETTERS.indexOf(c) : -1;
            if (!OddCharacters.isLatinMark(c)) {
                folded.append(shown < 0 ? c : SHOWN.charAt(shown));
            }
        }
        return folded.toString();
    }
}

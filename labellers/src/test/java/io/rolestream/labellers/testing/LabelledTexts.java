package io.rolestream.labellers.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Texts whose words are mostly those of their label. */
public final class LabelledTexts {
    public static final int LABELS = 4;

    private static final int WORDS_OF_A_LABEL = 12;
    private static final int WORDS_OF_A_TEXT = 9;

    public final List<String> texts = new ArrayList<>();
    public final int[] labels;

    /** @param foreign the share of words that are any label's */
    public LabelledTexts(int count, double foreign, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % LABELS;
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < WORDS_OF_A_TEXT; word++) {
                int of = random.nextDouble() < foreign ? random.nextInt(LABELS) : labels[i];
                text.append(word == 0 ? "" : " ").append((char) ('a' + of)).append(random.nextInt(WORDS_OF_A_LABEL));
            }
            texts.add(text.toString());
        }
    }
}

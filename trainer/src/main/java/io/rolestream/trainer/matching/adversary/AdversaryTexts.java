package io.rolestream.trainer.matching.adversary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Writes dishonest postings. The same seed gives the same texts. Immutable. */
public final class AdversaryTexts {
    private static final int LENGTHS = 3;
    private static final int TIMES_STUFFED = 2;
    private static final int PART = 4;
    private static final int FEWEST_WORDS = 8;

    private final Boilerplate boilerplate;
    private final long seed;

    /** @param boilerplate what texts are padded with */
    public AdversaryTexts(Boilerplate boilerplate, long seed) {
        this.boilerplate = boilerplate;
        this.seed = seed;
    }

    /** A dishonest posting for a pair's resume; null where the pair allows none of this kind. */
    public @Nullable String of(Adversary kind, HonestPair pair) {
        SplittableRandom random =
                new SplittableRandom(31 * (31 * seed + pair.resume().hashCode()) + kind.ordinal());
        @Nullable String other = pair.other();
        return switch (kind) {
            case INFLATED -> padded(pair.job(), LENGTHS * words(pair.job()).size(), random);
            case PADDED -> other == null ? null : paddedOther(pair.job(), other, random);
            case STUFFED -> other == null || pair.skills().isEmpty() ? null : stuffed(pair.skills(), other, random);
            case LISTED -> pair.skills().isEmpty() ? null : listed(pair);
            case COPIED -> pair.resume().equals(pair.job()) ? null : pair.resume();
            case TRUNCATED -> truncated(pair.job());
        };
    }

    /** Dishonest postings of different kinds, drawn by lot; fewer if the pair does not allow as many. */
    public List<String> some(int count, HonestPair pair) {
        List<Adversary> kinds = new ArrayList<>(List.of(Adversary.values()));
        Collections.shuffle(kinds, new Random(seed * 31 + pair.resume().hashCode()));
        return kinds.stream()
                .map(kind -> of(kind, pair))
                .filter(Objects::nonNull)
                .limit(count)
                .toList();
    }

    /** Half of the padding, drawn by lot, stands before the text, so that it is read where long texts are cut. */
    private String padded(String text, int length, SplittableRandom random) {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        List<String> sentences = new ArrayList<>(boilerplate.sentences());
        Collections.shuffle(sentences, new Random(random.nextLong()));
        int count = words(text).size();
        for (int i = 0; count < length; i++) {
            String sentence = sentences.get(i % sentences.size());
            (random.nextBoolean() ? before : after).add(sentence);
            count += words(sentence).size();
        }
        List<String> all = new ArrayList<>(before);
        all.add(text);
        all.addAll(after);
        return String.join(" ", all);
    }

    private String paddedOther(String job, String other, SplittableRandom random) {
        return padded(other, LENGTHS * Math.max(words(job).size(), words(other).size()), random);
    }

    private static String stuffed(List<String> skills, String other, SplittableRandom random) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < TIMES_STUFFED; i++) {
            all.addAll(skills);
        }
        String keywords = String.join(", ", all);
        return random.nextBoolean() ? keywords + ". " + other : other + " " + keywords + ".";
    }

    private static String listed(HonestPair pair) {
        int length = words(pair.job()).size();
        List<String> listed = new ArrayList<>();
        int count = 0;
        do {
            for (String skill : pair.skills()) {
                listed.add(skill);
                count += words(skill).size();
            }
        } while (count < length);
        return String.join(", ", listed);
    }

    private static @Nullable String truncated(String job) {
        List<String> words = words(job);
        return words.size() < FEWEST_WORDS ? null : String.join(" ", words.subList(0, words.size() / PART));
    }

    static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}

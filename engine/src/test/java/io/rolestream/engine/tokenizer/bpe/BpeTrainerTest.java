package io.rolestream.engine.tokenizer.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {
    private static final int BYTES_AND_SPECIAL = 261;

    @Test
    void shouldBeginWithSpecialTokensAndBytes() {
        BpeVocabulary vocabulary = train(300, "low lower lowest");
        assertThat(vocabulary.tokens()).startsWith("<s>", "<pad>", "</s>", "<unk>", "<mask>", "!", "\"", "#");
        assertThat(vocabulary.tokens().get(BYTES_AND_SPECIAL - 1)).isEqualTo("\u0143");
    }

    @Test
    void shouldMergeTheMostFrequentPairFirst() {
        BpeVocabulary vocabulary = train(263, "ab ab ab ab cd cd");
        assertThat(merges(vocabulary)).containsExactly("a b", "Ġ ab");
        assertThat(vocabulary.tokens()).endsWith("ab", "Ġab");
    }

    @Test
    void shouldPreferLowerIdsAmongEquallyFrequentPairs() {
        assertThat(merges(train(262, "dc dc ab ab", "ab", "dc"))).containsExactly("a b");
    }

    @Test
    void shouldStopWherePairsAreTooRare() {
        assertThat(merges(train(1000, "ab", "cd"))).isEmpty();
        assertThat(merges(train(1000, "ab", "ab", "cd"))).containsExactly("a b");
    }

    @Test
    void shouldMergeOverlappingPairsFromTheLeft() {
        assertThat(merges(train(1000, "aaa", "aaa"))).containsExactly("a a", "aa a");
    }

    @Test
    void shouldReadATextAsIfASpaceStoodBeforeIt() {
        BpeSettings settings = BpeSettings.ofSize(262).withPrefixSpace(true);
        BpeVocabulary vocabulary =
                new BpeTrainer(settings).train(List.of("a", "a", " a", "").iterator());
        assertThat(merges(vocabulary)).containsExactly("Ġ a");
        assertThat(vocabulary.addPrefixSpace()).isTrue();
    }

    @Test
    void shouldReadUnpairedSurrogatesAsReplacements() {
        assertThat(train(300, "a\uD800", "\uDC00a", "🚀")).isEqualTo(train(300, "a\uFFFD", "\uFFFDa", "🚀"));
    }

    @Test
    void shouldLearnNothingFromNoTexts() {
        assertThat(train(1000).tokens()).hasSize(BYTES_AND_SPECIAL);
    }

    @Test
    void shouldLeaveOutWordsOfAbsurdLength() {
        assertThat(merges(train(1000, "ab".repeat(2000), "cd", "cd"))).containsExactly("c d");
    }

    @Test
    void shouldLearnFrequentWordsThoughRareOnesAreForgotten() {
        String rare = IntStream.range(0, 20_000).mapToObj(i -> "x" + word(i)).collect(Collectors.joining(" kafka "));
        BpeSettings settings = new BpeSettings(400, 2, false, 1000);
        BpeVocabulary vocabulary = new BpeTrainer(settings).train(List.of(rare).iterator());
        assertThat(vocabulary.tokens()).contains("Ġkafka");
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> BpeSettings.ofSize(260));
        assertThatIllegalArgumentException().isThrownBy(() -> new BpeSettings(261, 0, false, 1000));
        assertThatIllegalArgumentException().isThrownBy(() -> new BpeSettings(261, 2, false, 999));
    }

    private static BpeVocabulary train(int size, String... texts) {
        return new BpeTrainer(BpeSettings.ofSize(size)).train(List.of(texts).iterator());
    }

    private static List<String> merges(BpeVocabulary vocabulary) {
        return vocabulary.merges().stream().map(BpeVocabulary.Merge::toString).toList();
    }

    /** A number in letters. */
    private static String word(int number) {
        return Integer.toString(number, 26)
                .chars()
                .mapToObj(c -> String.valueOf((char) (c <= '9' ? c - '0' + 'q' : c)))
                .collect(Collectors.joining());
    }
}

package io.rolestream.engine.tokenizer.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WordCountsTest {
    @Test
    void shouldCountEachWord() {
        WordCounts counts = new WordCounts(1000);
        for (String word : "b a b é 🚀 b 🚀".split(" ")) {
            counts.add(word);
        }
        assertThat(read(counts)).isEqualTo(Map.of("a", 1L, "b", 3L, "é", 1L, "🚀", 2L));
    }

    @Test
    void shouldForgetTheRarestWhenThereAreTooMany() {
        WordCounts counts = new WordCounts(1000);
        for (int i = 0; i < 100_000; i++) {
            counts.add("often" + i % 100);
            counts.add("once" + i);
        }
        Map<String, Long> kept = read(counts);
        assertThat(counts.counts().size()).isLessThanOrEqualTo(1000);
        assertThat(counts.forgotten() + counts.counts().size()).isEqualTo(100_100);
        for (int i = 0; i < 100; i++) {
            assertThat(kept).containsEntry("often" + i, 1000L);
        }
    }

    @Test
    void shouldCountManyWords() {
        WordCounts counts = new WordCounts(1_000_000);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50_000; i++) {
                counts.add("w" + i);
            }
        }
        assertThat(counts.counts().size()).isEqualTo(50_000);
        assertThat(read(counts).values()).containsOnly(3L);
    }

    private static Map<String, Long> read(WordCounts counts) {
        Map<String, Long> read = new TreeMap<>();
        counts.counts().forEach((word, count) -> read.put(word, count[0]));
        return read;
    }
}

package io.rolestream.engine.tokenizer.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WordCountsTest {
    @Test
    void shouldCountEachWord() {
        WordCounts counts = new WordCounts(1000);
        for (String word : "b a b é 🚀 b 🚀".split(" ")) {
            add(counts, word);
        }
        assertThat(read(counts)).isEqualTo(Map.of("a", 1L, "b", 3L, "é", 1L, "🚀", 2L));
    }

    @Test
    void shouldForgetTheRarestWhenThereAreTooMany() {
        WordCounts counts = new WordCounts(1000);
        for (int i = 0; i < 100_000; i++) {
            add(counts, "often" + i % 100);
            add(counts, "once" + i);
        }
        Map<String, Long> kept = read(counts);
        assertThat(counts.size()).isLessThanOrEqualTo(1000);
        assertThat(counts.forgotten() + counts.size()).isEqualTo(100_100);
        for (int i = 0; i < 100; i++) {
            assertThat(kept).containsEntry("often" + i, 1000L);
        }
    }

    @Test
    void shouldFindWordsAfterTheTableGrew() {
        WordCounts counts = new WordCounts(1_000_000);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50_000; i++) {
                add(counts, "w" + i);
            }
        }
        assertThat(counts.size()).isEqualTo(50_000);
        assertThat(read(counts).values()).containsOnly(3L);
    }

    @Test
    void shouldReadUnpairedSurrogatesAsReplacements() {
        WordCounts counts = new WordCounts(1000);
        add(counts, "a\uD800");
        add(counts, "a\uFFFD");
        assertThat(read(counts)).isEqualTo(Map.of("a\uFFFD", 2L));
    }

    private static void add(WordCounts counts, String word) {
        counts.add(word, 0, word.length());
    }

    private static Map<String, Long> read(WordCounts counts) {
        Map<String, Long> read = new TreeMap<>();
        for (int word = 0; word < counts.size(); word++) {
            byte[] bytes = new byte[counts.end(word) - counts.start(word)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = counts.byteAt(counts.start(word) + i);
            }
            read.put(new String(bytes, StandardCharsets.UTF_8), counts.count(word));
        }
        return read;
    }
}

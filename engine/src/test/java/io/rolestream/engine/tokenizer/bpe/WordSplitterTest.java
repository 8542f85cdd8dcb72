package io.rolestream.engine.tokenizer.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.tokenizer.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class WordSplitterTest {
    private static final Pattern GPT_2 = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    @Test
    void shouldSplitTrickyTextsAsThePattern() throws IOException {
        for (Golden row : Golden.read("golden-roberta.jsonl")) {
            assertThat(words(row.text())).isEqualTo(matches(row.text()));
        }
    }

    @Property
    void shouldSplitAnyTextAsThePattern(@ForAll("texts") String text) {
        assertThat(words(text)).isEqualTo(matches(text));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                        Tuple.of(
                                8,
                                Arbitraries.of(
                                        "a", "é", "5", "½", " ", " ", "\n", "\t", "\u00a0", "'", "'s", "'ll", "'re",
                                        ".")),
                        Tuple.of(2, Arbitraries.of("数", "🚀", "\u0301", "𐍈", "\u2028", "\u0085", "\u180e", "\ud800")),
                        Tuple.of(1, Arbitraries.strings().ofLength(1)))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        WordSplitter.split(text, words::add);
        return words;
    }

    private static List<String> matches(String text) {
        return GPT_2.matcher(text).results().map(MatchResult::group).toList();
    }
}

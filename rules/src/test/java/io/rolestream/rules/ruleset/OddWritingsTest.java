package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RuleVote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts as files, pages and forms write them, each beside its plain form: both get the same keywords and role. */
class OddWritingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RuleSet DEFAULT = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());

    @ParameterizedTest
    @MethodSource("writings")
    void shouldReadOddWritingAsPlain(JsonNode writing) {
        RuleVote plain = DEFAULT.vote(writing.get("plain").asText());
        RuleVote odd = DEFAULT.vote(writing.get("odd").asText());
        assertThat(keywords(odd)).as(writing.toString()).isEqualTo(keywords(plain));
        assertThat(odd.role()).as(writing.toString()).isEqualTo(plain.role());
    }

    @ParameterizedTest
    @MethodSource("writings")
    void shouldPlaceKeywordsInTheTextAsWritten(JsonNode writing) {
        String odd = writing.get("odd").asText();
        int end = 0;
        for (KeywordMatch match : DEFAULT.vote(odd).matches()) {
            assertThat(match.start()).isGreaterThanOrEqualTo(end);
            assertThat(match.end()).isGreaterThan(match.start()).isLessThanOrEqualTo(odd.length());
            end = match.end();
        }
    }

    @Test
    void shouldPlaceAKeywordAtTheCharactersThatShowIt() {
        String text = "x, \uFF2A\uFF41\uFF56\uFF41 and Kuber\u00ADnetes &amp; C&#35;.";
        assertThat(DEFAULT.vote(text).matches())
                .extracting(match -> text.substring(match.start(), match.end()))
                .containsExactly("\uFF2A\uFF41\uFF56\uFF41", "Kuber\u00ADnetes", "C&#35;");
    }

    @Test
    void shouldPlaceAKeywordBehindManyOddCharacters() {
        String odd = "a\u00ADb c@example.org &#67; # ".repeat(40);
        RuleVote vote = DEFAULT.vote(odd + "Kubernetes");
        assertThat(vote.matches())
                .contains(new KeywordMatch("kubernetes", odd.length(), odd.length() + "Kubernetes".length()));
    }

    private static List<String> keywords(RuleVote vote) {
        return vote.matches().stream().map(KeywordMatch::keyword).toList();
    }

    static List<JsonNode> writings() throws IOException {
        byte[] file = Objects.requireNonNull(OddWritingsTest.class.getResourceAsStream("odd-writings.jsonl"))
                .readAllBytes();
        List<JsonNode> writings = new ArrayList<>();
        for (String line : new String(file, StandardCharsets.UTF_8).lines().toList()) {
            writings.add(JSON.readTree(line));
        }
        return writings;
    }
}

package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RuleVote;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares votes with the golden files, whose answers {@code tools/rules_eval.py} computes independently of this
 * engine.
 */
class GoldenRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet DEFAULT = RuleSet.load(RuleSet.DEFAULT, ROLES);
    private static final RuleSet NOTEBOOK = RuleSet.load(RuleSet.NOTEBOOK, ROLES);

    @ParameterizedTest
    @MethodSource("goldenDefault")
    void shouldVoteAsTheOracleDoesWithTheDefaultRules(JsonNode golden) {
        RuleVote vote = DEFAULT.vote(golden.get("skills").asText());
        assertRoleAndKeywords(vote, golden);
        for (int role = 0; role < ROLES.size(); role++) {
            double expected = golden.get("scores").path(ROLES.role(role).name()).asDouble(0);
            assertThat((double) vote.score(role)).isCloseTo(expected, within(1e-4));
        }
    }

    @ParameterizedTest
    @MethodSource("goldenNotebook")
    void shouldVoteAsTheOracleDoesWithTheStudysRules(JsonNode golden) {
        assertRoleAndKeywords(NOTEBOOK.vote(golden.get("skills").asText()), golden);
    }

    private static void assertRoleAndKeywords(RuleVote vote, JsonNode golden) {
        assertThat(vote.role().name()).isEqualTo(golden.get("role").asText());
        assertThat(vote.matches())
                .extracting(KeywordMatch::keyword)
                .isEqualTo(StreamSupport.stream(golden.get("keywords").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }

    static List<JsonNode> goldenDefault() throws IOException {
        return read("golden-default.jsonl");
    }

    static List<JsonNode> goldenNotebook() throws IOException {
        return read("golden-notebook.jsonl");
    }

    private static List<JsonNode> read(String resource) throws IOException {
        InputStream in = Objects.requireNonNull(GoldenRulesTest.class.getResourceAsStream(resource));
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(JSON.readTree(line));
            }
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }
}

package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetVersionTest {
    private static final String RULES = """
            name: r
            matching: phrases
            minimum-score: 1
            aliases: {js: javascript, node: node.js, java script: javascript}
            ignored: [type script, coffee script]
            roles:
              JavaScript Developer: {javascript: 2, react: 1.5}
              Node.js Developer: {node.js: 3}
            """;
    private static final String SUBSTRINGS = """
            name: r
            matching: substring
            rules:
            - {role: Other, keywords: [a, b]}
            - {role: Data Engineer, keywords: [c]}
            """;

    @Test
    void shouldBeTheNameAndEightHexadecimalDigits() {
        assertThat(version(RULES)).matches("r@[0-9a-f]{8}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "minimum-score: 1 > minimum-score: 2",
                "react: 1.5       > react: 1.6",
                "react: 1.5       > reactor: 1.5",
                "react: 1.5       > React: 1.5",
                "js: javascript   > jscript: javascript",
                "type script      > typed script",
                "Node.js          > Full Stack",
                "name: r          > confidence-scale: 3.0\\nname: r",
                "name: r          > lead-tokens: 3\\nlead-factor: 2\\nname: r",
            })
    void shouldChangeWithWhateverChangesVotes(String part, String changed) {
        assertThat(version(RULES.replace(part, changed.replace("\\n", "\n")))).isNotEqualTo(version(RULES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "react: 1.5                > react: 1.50",
                "minimum-score: 1          > minimum-score: 1.0 # a comment",
                "javascript: 2, react: 1.5 > react: 1.5, javascript: 2",
                "type script, coffee script > coffee script, type script",
                "name: r                   > lead-tokens: 0\\nlead-factor: 2\\nname: r",
            })
    void shouldNotChangeWithWhatHasNoMeaning(String part, String changed) {
        assertThat(version(RULES.replace(part, changed.replace("\\n", "\n")))).isEqualTo(version(RULES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {"Other > Cloud Engineer", "a, b > b, a", "[c] > [d]", "[a, b] > [a]"})
    void shouldChangeWithSubstringRules(String part, String changed) {
        assertThat(version(SUBSTRINGS.replace(part, changed))).isNotEqualTo(version(SUBSTRINGS));
    }

    @Test
    void shouldChangeWithTheTaxonomy() {
        List<Role> reversed = new ArrayList<>(Taxonomy.standard().roles());
        Collections.reverse(reversed);
        RuleSet other = RuleSet.parse(RULES, "r.yml", new Taxonomy(reversed, "Other"));
        assertThat(other.version()).isNotEqualTo(version(RULES));
    }

    @Test
    void shouldStayTheSameForTheStudysRules() {
        RuleSet notebook = RuleSet.load(RuleSet.NOTEBOOK, Taxonomy.standard());

        assertThat(notebook.version()).isEqualTo("notebook@1c64c438");
        assertThat(version(notebook.toYaml().replaceAll("(?m)^.*confidence:.*\n", "")))
                .as("without its confidence")
                .isEqualTo("notebook@8b2dd657");
    }

    private static String version(String yaml) {
        return RuleSet.parse(yaml, "r.yml", Taxonomy.standard()).version();
    }
}

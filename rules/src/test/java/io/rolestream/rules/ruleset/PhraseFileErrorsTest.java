package io.rolestream.rules.ruleset;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong stands from line 3 on, after the name and the kind of matching. */
class PhraseFileErrorsTest {
    private static final String HEAD = "name: r\nmatching: phrases\n";

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "roles: {Data Enginer: {a: 1}} => 3: role \"Data Enginer\" is not in the taxonomy; did you mean \"Data Engineer\"?",
                "roles: {Astronaut: {a: 1}} => 3: role \"Astronaut\" is not in the taxonomy",
                "minimum_score: 1\\nroles: {Other: {a: 1}} => 3: unknown key \"minimum_score\"; did you mean \"minimum-score\"?",
                "colour: 1\\nroles: {Other: {a: 1}} => 3: unknown key \"colour\"; known are name, matching, minimum-score, "
                        + "lead-tokens, lead-factor, lowest-confidence, highest-confidence, confidence-scale, aliases, ignored, roles",
                "roles:\\n  Other:\\n    a: 1\\n    a: 2 => 6: \"a\" is written twice, first on line 5",
                "roles:\\n  Other: {a: 1}\\n  Other: {b: 1} => 5: \"Other\" is written twice, first on line 4",
                "roles:\\n  Other:\\n    t-sql: 1\\n    T/SQL: 2 => 6: keyword \"T/SQL\" is the same as \"t-sql\" on line 5",
                "aliases: {a: b}\\nroles:\\n  Other:\\n    a: 1\\n    b: 2 => 7: keyword \"b\" is the same as \"a\" on line 6",
                "roles: {Other: {'-+-': 1}} => 3: keyword \"-+-\" has no letters or digits",
                "roles: {Other: {a b c d e f g h i j k l m n o p q: 1}} => 3: keyword \"a b c d e f g h i j k l m n o p q\" has "
                        + "more than 16 words",
                "roles: {Other: {a: high}} => 3: the weight of keyword \"a\" must be a finite number, not \"high\"",
                "roles: {Other: {a: '1'}} => 3: the weight of keyword \"a\" must be a finite number, not \"1\"",
                "roles: {Other: {a: .nan}} => 3: the weight of keyword \"a\" must be a finite number, not \".nan\"",
                "roles: {Other: {a: .inf}} => 3: the weight of keyword \"a\" must be a finite number, not \".inf\"",
                "roles: {Other: {a: 1e999}} => 3: the weight of keyword \"a\" must be a finite number, not \"1e999\"",
                "roles: {Other: {a: }} => 3: the weight of keyword \"a\" must be a finite number, not \"\"",
                "roles: {Other: {a: [1]}} => 3: the weight of keyword \"a\" must be a finite number",
                "roles: {Other: {a: 0}} => 3: the weight of keyword \"a\" must be between -100 and 100 and not 0; "
                        + "to give a phrase no weight, list it under \"ignored\"",
                "roles: {Other: {a: 100.5}} => 3: the weight of keyword \"a\" must be between -100 and 100 and not 0; "
                        + "to give a phrase no weight, list it under \"ignored\"",
                "roles: {Other: [a]} => 3: role \"Other\" must be a mapping (key: value)",
                "roles: {Other: {[a]: 1}} => 3: a key of role \"Other\" must be plain text",
                "roles: {Other: {!!java.net.URL a: 1}} => 3: not valid YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL",
                "roles: {Other: {!secret a: 1}} => 3: a key of role \"Other\" must be plain text",
                "aliases: {a: a}\\nroles: {Other: {a: 1}} => 3: alias \"a\" stands for itself",
                "aliases: {SQL: sql}\\nroles: {Other: {a: 1}} => 3: alias \"SQL\" stands for itself",
                "aliases: {'-': a}\\nroles: {Other: {a: 1}} => 3: alias \"-\" has no letters or digits",
                "aliases:\\n  x: a\\n  X: b\\nroles: {Other: {a: 1}} => 5: alias \"X\" is the same as \"x\" on line 4",
                "aliases: {a b: sqll}\\nroles: {Other: {sql: 1}} => 3: alias \"a b\" stands for \"sqll\", which is not a keyword; did "
                        + "you mean \"sql\"?",
                "aliases: {a b: sql}\\nroles:\\n  Other: {sql: 1, a b: 1} => 3: alias \"a b\" is already listed, on line 5",
                "ignored: [a, '!']\\nroles: {Other: {b: 1}} => 3: ignored phrase \"!\" has no letters or digits",
                "ignored:\\n- a\\n- A\\nroles: {Other: {b: 1}} => 5: ignored phrase \"A\" is already listed, on line 4",
                "ignored: [b]\\nroles: {Other: {b: 1}} => 3: ignored phrase \"b\" is already listed, on line 4",
                "ignored: {a: b}\\nroles: {Other: {b: 1}} => 3: ignored must be a list",
                "minimum-score: 0\\nroles: {Other: {b: 1}} => 3: minimum-score must be greater than 0 and at most 1000",
                "confidence-scale: -1\\nroles: {Other: {b: 1}} => 3: confidence-scale must be greater than 0 and at most 1000",
                "lowest-confidence: 0.96\\nroles: {Other: {b: 1}} => 3: highest-confidence must be at most 1, and not less than "
                        + "lowest-confidence",
                "highest-confidence: 1.1\\nroles: {Other: {b: 1}} => 3: highest-confidence must be at most 1, and not less than "
                        + "lowest-confidence",
                "lead-tokens: 3\\nroles: {Other: {b: 1}} => 3: lead-tokens has no effect without a lead-factor",
                "lead-factor: 3\\nroles: {Other: {b: 1}} => 3: lead-factor has no effect without lead-tokens",
                "lead-factor: 3\\nlead-tokens: 1.5\\nroles: {Other: {b: 1}} => 4: lead-tokens must be a whole number from 0 to 1000",
                "<<: {a: b}\\nroles: {Other: {b: 1}} => 3: unknown key \"<<\"; known are name, matching, minimum-score, "
                        + "lead-tokens, lead-factor, lowest-confidence, highest-confidence, confidence-scale, aliases, ignored, roles",
            })
    void shouldRefuseAndNameTheLine(String yaml, String problem) {
        assertThat(problems(HEAD + yaml.replace("\\n", "\n"))).containsExactly("r.yml:" + problem);
    }

    @Test
    void shouldRefuseCyclesOfAliases() {
        assertThat(problems(HEAD + "aliases:\n  a: b\n  b: a\nroles: {Other: {c: 1}}"))
                .containsExactly(
                        "r.yml:4: alias \"a\" stands for \"b\", which is itself an alias, of \"a\"",
                        "r.yml:5: alias \"b\" stands for \"a\", which is itself an alias, of \"b\"");
    }

    @ParameterizedTest
    @CsvSource({"''", "roles:", "roles: {}", "'roles: {Other: {}}'", "roles: {Other: }"})
    void shouldRefuseAFileWithoutRules(String roles) {
        assertThat(problems(HEAD + roles)).containsExactly("r.yml: has no rules");
    }

    @Test
    void shouldReportAllProblemsAtOnce() {
        assertThat(problems(HEAD + "roles:\n  Otter: {a: 1}\n  Other:\n    b: x\n    '!': 1"))
                .hasSize(3)
                .allMatch(problem -> problem.matches("r\\.yml:[467]: .*"));
    }

    @Test
    void shouldCapTheProblems() {
        StringBuilder yaml = new StringBuilder(HEAD).append("roles:\n  Other:\n");
        for (int i = 0; i < 50; i++) {
            yaml.append("    k").append(i).append(": 0\n");
        }
        assertThat(problems(yaml.toString())).hasSize(21).last().isEqualTo("r.yml: and 30 more problems");
    }

    @Test
    void shouldSkipEachEntryThatCannotBeUsed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("r.yml"),
                HEAD + "aliases: {rn: registered nurse, cc dd: none}\nignored: ['!', e]\n"
                        + "roles:\n  Other:\n    '+++': 1\n    a: 0\n    b: high\n    c: 1\n    C: 2\n    c: 3\n"
                        + "    registered nurse: 1\n");

        RuleSet.Lenient read = RuleSet.loadLeniently(file.toString(), Taxonomy.standard());

        assertThat(read.rules().keywords()).containsExactly("c", "registered nurse");
        assertThat(read.rules().vote("RN").matches()).hasSize(1);
        assertThat(read.skipped())
                .extracting(problem -> problem.line() + ": " + problem.message())
                .containsExactly(
                        "3: alias \"cc dd\" stands for \"none\", which is not a keyword",
                        "4: ignored phrase \"!\" has no letters or digits",
                        "7: keyword \"+++\" has no letters or digits",
                        "8: the weight of keyword \"a\" must be between -100 and 100 and not 0; to give a phrase no"
                                + " weight, list it under \"ignored\"",
                        "9: the weight of keyword \"b\" must be a finite number, not \"high\"",
                        "11: keyword \"C\" is the same as \"c\" on line 10",
                        "12: \"c\" is written twice, first on line 10");
    }

    @Test
    void shouldRefuseEvenLenientlyWhatConcernsTheWholeSet(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("r.yml"), HEAD + "roles: {Astronaut: {a: 1}, Other: {'!': 1}}");

        assertThatThrownBy(() -> RuleSet.loadLeniently(file.toString(), Taxonomy.standard()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage(file + ":3: role \"Astronaut\" is not in the taxonomy");
    }

    @Test
    void shouldTakeKeywordsAsTheyAreWritten() {
        RuleSet rules = RuleSet.parse(HEAD + "roles: {Other: {on: 1, 3.50: 1, null: 1}}", "r.yml", Taxonomy.standard());
        assertThat(rules.vote("On 3.50 NULL").matches()).hasSize(3);
    }

    private static List<String> problems(String yaml) {
        InvalidFileException failure = catchThrowableOfType(
                InvalidFileException.class, () -> RuleSet.parse(yaml, "r.yml", Taxonomy.standard()));
        return requireNonNull(requireNonNull(failure).getMessage()).lines().toList();
    }
}

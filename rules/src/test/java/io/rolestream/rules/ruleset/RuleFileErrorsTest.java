package io.rolestream.rules.ruleset;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileErrorsTest {
    private final Path directory;

    RuleFileErrorsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldRefuseAMissingFileAndNameTheBuiltInRuleSets() {
        assertThat(problems("notbook"))
                .containsExactly(
                        "notbook: no such file, and no built-in rule set (default, notebook); did you mean \"notebook\"?");
    }

    @Test
    void shouldRefuseADirectory() {
        assertThat(problems(directory.toString())).containsExactly(directory + ": is a directory, not a file");
    }

    @Test
    void shouldRefuseABinaryFile() throws IOException {
        assertThat(problemsOf(new byte[] {'a', 0, 'b'})).containsExactly(": is a binary file, not YAML");
    }

    @Test
    void shouldRefuseInvalidUtf8AndNameItsLine() throws IOException {
        assertThat(problemsOf("name: x\nmatching: \u00e9".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(":2: is not valid UTF-8");
    }

    @Test
    void shouldRefuseControlCharactersAndNameTheirLine() throws IOException {
        assertThat(problemsOf("a: b\nc: \u0007".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(":2: not valid YAML: character U+0007 is not allowed");
    }

    @Test
    void shouldRefuseAFileThatIsTooLarge() throws IOException {
        assertThat(problemsOf(" ".repeat(YamlFile.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8)))
                .containsExactly(": is larger than 5 MiB");
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "'# only a comment'"})
    void shouldRefuseAnEmptyFile(String content) throws IOException {
        assertThat(problemsOf(content.getBytes(StandardCharsets.UTF_8))).containsExactly(": is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "- a\\n- b => :1: a rule set must be a mapping (key: value)",
                "some text => :1: a rule set must be a mapping (key: value)",
                "name: x => : has no \"matching\"; it must be phrases or substring",
                "name: x\\nmatching: phrase => :2: matching must be phrases or substring, not \"phrase\"; did you mean \"phrases\"?",
                "matching: substring\\nrules: [{role: Other, keywords: [a]}] => : has no \"name\"",
                "name: a b\\nmatching: substring\\nrules: [{role: Other, keywords: [a]}] => :1: name must be 1 to 64 letters, "
                        + "digits, '.', '_' or '-', and start with a letter or digit, not \"a b\"",
                "name: x\\nmatching: substring => : has no rules",
                "name: x\\nmatching: substring\\nrules: {} => :3: rules must be a list",
                "name: x\\nmatching: substring\\nroles: [] => :3: unknown key \"roles\"; did you mean \"rules\"?",
                "name: x\\nmatching: substring\\nrules: [{keywords: [a]}] => :3: a rule needs a role",
                "name: x\\nmatching: substring\\nrules: [{role: Other}] => :3: a rule needs keywords",
                "name: x\\nmatching: substring\\nrules: [{role: Other, keywords: []}] => :3: a rule needs keywords",
                "name: x\\nmatching: substring\\nrules: [{role: other, keywords: [a]}] => :3: role \"other\" is not in the taxonomy; "
                        + "did you mean \"Other\"?",
                "name: x\\nmatching: substring\\nrules: [{role: Other, keywords: [' ']}] => :3: a keyword must not be empty",
                "name: x\\nmatching: substring\\nrules: [{role: Other, keywords: [soc, SOC]}] => :3: keyword \"SOC\" is written "
                        + "twice, first on line 3",
                "name: x\\nmatching: substring\\nrules: [{role: Other, keywords: [a, a]}] => :3: keyword \"a\" is written twice, "
                        + "first on line 3",
                "name: x\\nmatching: [a => :2: not valid YAML: while parsing a flow sequence, expected ',' or ']', but got <stream end>",
                "name: &a x\\nmatching: *b => :2: not valid YAML: found undefined alias b",
                "name: x\\n---\\nname: y => :2: not valid YAML: expected a single document in the stream, but found another document",
            })
    void shouldRefuseAndNameTheLine(String yaml, String problem) throws IOException {
        assertThat(problemsOf(yaml.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8)))
                .containsExactly(problem);
    }

    @Test
    void shouldDropARuleOfWhichNoKeywordCanBeUsed() throws IOException {
        String head = "name: x\nmatching: substring\nrules:\n- {role: Other, keywords: [' ']}\n";
        String lenient = file((head + "- {role: Other, keywords: [a]}\n").getBytes(StandardCharsets.UTF_8));
        RuleSet.Lenient read = RuleSet.loadLeniently(lenient, Taxonomy.standard());

        assertThat(read.skipped()).hasSize(1);
        assertThat(RuleSet.parse(read.rules().toYaml(), "again.yml", Taxonomy.standard())
                        .version())
                .isEqualTo(read.rules().version());

        String empty = file((head + "- {role: Other, keywords: []}\n").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> RuleSet.loadLeniently(empty, Taxonomy.standard()))
                .hasMessage(empty + ":5: a rule needs keywords");
    }

    @Test
    void shouldRefuseDeepNesting() throws IOException {
        assertThat(problemsOf(("a: " + "[".repeat(1000)).getBytes(StandardCharsets.UTF_8)))
                .containsExactly(": not valid YAML: Nesting Depth exceeded max 20");
    }

    @Test
    void shouldReadAFileWithAByteOrderMark() throws IOException {
        String yaml = "\uFEFFname: x\nmatching: substring\nrules: [{role: Other, keywords: [a]}]";
        assertThat(RuleSet.load(file(yaml.getBytes(StandardCharsets.UTF_8)), Taxonomy.standard())
                        .version())
                .startsWith("x@");
    }

    private List<String> problemsOf(byte[] content) throws IOException {
        String file = file(content);
        return problems(file).stream()
                .map(problem -> problem.substring(file.length()))
                .toList();
    }

    private String file(byte[] content) throws IOException {
        return Files.write(directory.resolve("r.yml"), content).toString();
    }

    private static List<String> problems(String nameOrFile) {
        InvalidFileException failure =
                catchThrowableOfType(InvalidFileException.class, () -> RuleSet.load(nameOrFile, Taxonomy.standard()));
        return requireNonNull(requireNonNull(failure).getMessage()).lines().toList();
    }
}

package io.rolestream.rules.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.rules.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxonomyTest {
    private final Path directory;

    TaxonomyTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldHaveTheFourteenStandardRolesInOrder() {
        assertThat(Taxonomy.standard().names())
                .containsExactly(
                        "SOC Analyst",
                        "Cybersecurity Analyst",
                        ".NET Developer",
                        "Software Engineer",
                        "Full Stack Developer",
                        "JavaScript Developer",
                        "Node.js Developer",
                        "Cloud Engineer",
                        "DevOps Engineer",
                        "Project Coordinator",
                        "Agile Analyst",
                        "Database Developer",
                        "Data Engineer",
                        "Other");
    }

    @Test
    void shouldFallBackToOther() {
        assertThat(Taxonomy.standard().fallback().name()).isEqualTo("Other");
    }

    @Test
    void shouldFindEachRoleAtItsIndex() {
        Taxonomy taxonomy = Taxonomy.standard();
        for (int i = 0; i < taxonomy.size(); i++) {
            assertThat(taxonomy.indexOf(taxonomy.role(i).name())).isEqualTo(i);
        }
    }

    @Test
    void shouldKnowNoOtherRole() {
        assertThat(Taxonomy.standard().indexOf("other")).isEqualTo(-1);
        assertThat(Taxonomy.standard().contains("other")).isFalse();
    }

    @Test
    void shouldLoadAFile() throws IOException {
        Taxonomy taxonomy =
                Taxonomy.load(file("fallback: Rest\nroles:\n  Nurse: Cares for patients.\n  Rest: Anything.\n"));
        assertThat(taxonomy)
                .isEqualTo(new Taxonomy(
                        List.of(new Role("Nurse", "Cares for patients."), new Role("Rest", "Anything.")), "Rest"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fallback: B\\nroles: {A: x., b: y.}|:1: fallback \"B\" is not one of the roles; did you mean \"b\"?",
                "fallback: A\\nroles:\\n  A: x.\\n  a: y.|:4: role \"a\" differs from \"A\" on line 3 in letter case only",
                "fallback: A\\nroles:\\n  A: x.\\n  A: y.|:4: \"A\" is written twice, first on line 3",
                "fallback: A\\nroles:\\n  A: x.\\n  B:|:4: role \"B\" has no description",
                "fallback: A\\nroles:\\n  A: x.\\n  ' B': y.|:4: \" B\" is not a role name",
                "fallback: A\\nrules: {}|:2: unknown key \"rules\"; did you mean \"roles\"?",
                "fallback: A\\nroles: {A: x.}|: lists 1 roles; a taxonomy has 2 to 1000",
                "roles: {A: x., B: y.}|: names no fallback",
                "roles: [A, B]|:1: roles must be a mapping",
            })
    void shouldRefuseWhatIsWrongAndNameItsLine(String yaml, String problem) throws IOException {
        Path file = file(yaml.replace("\\n", "\n"));
        assertThatThrownBy(() -> Taxonomy.load(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(file + problem);
    }

    @Test
    void shouldRefuseAMissingFile() {
        assertThatThrownBy(() -> Taxonomy.load(directory.resolve("none.yml")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void shouldRefuseAFallbackThatIsNoRole() {
        List<Role> roles = List.of(new Role("A", "x."), new Role("B", "y."));
        assertThatThrownBy(() -> new Taxonomy(roles, "C")).isInstanceOf(IllegalArgumentException.class);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("roles.yml"), yaml);
    }
}

package io.rolestream.rules.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.rules.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    @Test
    void shouldReadFormerNames() throws IOException {
        Taxonomy taxonomy = Taxonomy.load(file(
                """
                fallback: Rest
                roles:
                  Nurse:
                    description: Cares for patients.
                    was: [Ward Nurse, Staff Nurse]
                  Porter: {description: Moves patients., was: Carrier}
                  Rest: Anything.
                """));
        assertThat(taxonomy.formerNames(0)).containsExactly("Ward Nurse", "Staff Nurse");
        assertThat(taxonomy.currentName("Ward Nurse")).isEqualTo("Nurse");
        assertThat(taxonomy.currentName("Carrier")).isEqualTo("Porter");
        assertThat(taxonomy.currentName("Rest")).isEqualTo("Rest");
        assertThat(taxonomy.currentName("Surgeon")).isNull();
        assertThat(taxonomy.contains("Ward Nurse")).isFalse();
    }

    @Test
    void shouldRefuseFormerNamesThatAreAmbiguous() {
        List<Role> roles = List.of(new Role("A", "x."), new Role("B", "y."));
        assertThatThrownBy(() -> new Taxonomy(roles, "A", Map.of("B", List.of("A"))))
                .hasMessageContaining("is a role");
        assertThatThrownBy(() -> new Taxonomy(roles, "A", Map.of("B", List.of("C"), "A", List.of("C"))))
                .hasMessageContaining("listed twice");
        assertThatThrownBy(() -> new Taxonomy(roles, "A", Map.of("C", List.of("D"))))
                .hasMessageContaining("not a role");
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
                "fallback: A\\nroles:\\n  A: x.\\n  B:\\n    description: y.\\n    was: A|:6: role \"B\" was \"A\", but that is a role",
                "fallback: A\\nroles:\\n  A: {description: x., was: C}\\n  B: {description: y., was: [C]}|:4: the former name \"C\" is written twice, first on line 3",
                "fallback: A\\nroles:\\n  A: x.\\n  B: {description: y., was: [' C']}|:4: \" C\" is not a role name",
                "fallback: A\\nroles:\\n  A: x.\\n  B: {was: C}|:4: role \"B\" has no description",
                "fallback: A\\nroles:\\n  A: x.\\n  B: {description: y., were: C}|:4: unknown key \"were\"",
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

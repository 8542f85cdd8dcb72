package io.rolestream.rules.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.rules.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        Taxonomy taxonomy = Taxonomy.load(file("""
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

    @Test
    void shouldTakeAListOfRoles() throws IOException {
        Taxonomy taxonomy = Taxonomy.load(file(
                "fallback: Rest\nroles:\n- Nurse\n- Cook: Cooks.\n- Midwife: {description: x., was: Nun}\n- Rest\n"));

        assertThat(taxonomy)
                .isEqualTo(new Taxonomy(
                        List.of(
                                new Role("Nurse", "Nurse"),
                                new Role("Cook", "Cooks."),
                                new Role("Midwife", "x."),
                                new Role("Rest", "Rest")),
                        "Rest",
                        Map.of("Midwife", List.of("Nun"))));
    }

    @Test
    void shouldAddTheFallbackToAFileThatIsOnlyAList() throws IOException {
        assertThat(Taxonomy.load(file("- Nurse\n- Cook\n")).names()).containsExactly("Nurse", "Cook", "Other");
        assertThat(Taxonomy.load(file("- Other\n- Cook\n")).fallbackIndex()).isZero();
    }

    @Test
    void shouldTakeLongNamesAndManyRolesAndSayWhereTheLimitIs() throws IOException {
        String most = IntStream.range(0, Taxonomy.MAX_ROLES - 1)
                .mapToObj(i -> "- " + i + "x".repeat(Role.MAX_NAME_LENGTH - 4) + "\n")
                .collect(Collectors.joining());

        assertThat(Taxonomy.load(file(most)).size()).isEqualTo(Taxonomy.MAX_ROLES);
        assertThatThrownBy(() -> Taxonomy.load(file(most + "- one more\n")))
                .hasMessageContaining("lists 3501 roles; a taxonomy has 2 to 3500");
        assertThatThrownBy(() -> Taxonomy.load(file("- A\n- " + "x".repeat(201))))
                .hasMessageEndingWith("is not a role name: it has 201 characters, more than 200");
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
                "fallback: A\\nroles:\\n  A: x.\\n  ' B': y.|:4: \" B\" is not a role name: it has a space at an end",
                "fallback: A\\nrules: {}|:2: unknown key \"rules\"; did you mean \"roles\"?",
                "fallback: A\\nroles: {A: x.}|: lists 1 roles; a taxonomy has 2 to 3500",
                "roles: {A: x., B: y.}|: names no fallback",
                "roles: A|:1: roles must be a mapping",
                "roles: [A, B]|: names no fallback",
                "fallback: A\\nroles:\\n- A\\n- B\\n- A|:5: \"A\" is written twice, first on line 3",
                "- A\\n- B\\n- a|:3: role \"a\" differs from \"A\" on line 1 in letter case only",
                "- A\\n- [B]|:2: a role must be plain text",
                "- A\\n- ' '|:2: \" \" is not a role name: it is empty",
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

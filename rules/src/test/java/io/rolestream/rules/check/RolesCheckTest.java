package io.rolestream.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesCheckTest {
    private static final String RULES = "name: mine\nmatching: phrases\nroles:\n";

    private final Path directory;

    RolesCheckTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldFindNothingWhereNothingIsWrong() throws IOException {
        RolesCheck.Result result = check(
                "fallback: Rest\nroles:\n  Nurse: Cares.\n  Cook: Cooks.\n  Rest: Else.\n",
                RULES + "  Nurse: {icu: 2}\n  Cook: {soup: 2}\n");

        assertThat(result.findings()).isEmpty();
        assertThat(result.isValid()).isTrue();
    }

    @Test
    void shouldListAllErrorsOfTheRolesAtOnce() throws IOException {
        String roles = IntStream.range(0, 25).mapToObj(i -> "- ' " + i + "'\n").collect(Collectors.joining());

        RolesCheck.Result result = check(roles + "- A\n- a\n", null);

        assertThat(result.isValid()).isFalse();
        assertThat(result.findings()).hasSize(26).allMatch(finding -> finding.kind() == Finding.Kind.ERROR);
        assertThat(messages(result))
                .last()
                .isEqualTo("27: role \"a\" differs from \"A\" on line 26 in letter case only");
    }

    @Test
    void shouldListEntriesThatCannotBeUsed() throws IOException {
        RolesCheck.Result result =
                check("- Nurse\n- Cook\n", RULES + "  Nurse: {icu: 2, '!!': 1}\n  Cook: {soup: 1}\n");

        assertThat(result.isValid()).isFalse();
        assertThat(messages(result)).first().isEqualTo("4: keyword \"!!\" has no letters or digits");
        assertThat(result.rules()).isNotNull();
    }

    @Test
    void shouldSayWhatIsDoubtful() throws IOException {
        RolesCheck.Result result = check(
                "- Nurse: Cares.\n- Cook: Cooks.\n- 'E.R. Doctor: Heals.'\n- Porter: Moves.\n- Scrub-Nurse: a\n- Scrub Nurse: b\n"
                                .replace("'E.R. Doctor: Heals.'", "E.R. Doctor: Heals.")
                        + "- " + "x".repeat(61) + "\n",
                RULES + "  Nurse:\n    icu: 2\n    ward: 1\n  Cook:\n    ward: 1\n    soup: 1\n  Porter: {ward: 1}\n"
                        + "  Scrub-Nurse: {theatre: 1}\n  Scrub Nurse: {scrub: 1}\n");

        assertThat(result.isValid()).isTrue();
        assertThat(messages(result))
                .containsExactly(
                        "0: roles \"Scrub-Nurse\" and \"Scrub Nurse\" differ in spaces and punctuation only",
                        "0: role \"" + "x".repeat(60)
                                + "...\" has 61 characters; tables and the dashboard show the first of" + " them",
                        "0: 1 role has no description; reviewers see only the name, and zero-shot labellers compare texts"
                                + " with it",
                        "0: role \"E.R. Doctor\" has no keywords in " + directory.resolve("rules.yml")
                                + ": the rules never vote for it",
                        "0: role \"" + "x".repeat(60) + "...\" has no keywords in " + directory.resolve("rules.yml")
                                + ": the rules never vote for it",
                        "0: role \"Porter\" has no keyword that speaks for it more than for any other role",
                        "6: keyword \"ward\" speaks equally for several roles: \"Nurse\", \"Cook\", \"Porter\"");
    }

    @Test
    void shouldReportRulesForOtherRoles() throws IOException {
        assertThat(messages(check("- Nurse\n- Cook\n", RULES + "  Nurs: {icu: 2}\n")))
                .contains("4: role \"Nurs\" is not in the taxonomy; did you mean \"Nurse\"?");
    }

    @Test
    void shouldListKeywordsThatCannotBeUsedBesideErrors() throws IOException {
        RolesCheck.Result result = check("- Nurse\n- Cook\n", RULES + "  Nurs: {icu: 2}\n  Cook: {'!!': 1}\n");

        assertThat(messages(result))
                .containsExactly(
                        "4: role \"Nurs\" is not in the taxonomy; did you mean \"Nurse\"?",
                        "5: keyword \"!!\" has no letters or digits",
                        "0: 2 roles have no description; reviewers see only the name, and zero-shot labellers compare"
                                + " texts with it");
    }

    @Test
    void shouldOrderDoubtsByLine() throws IOException {
        RolesCheck.Result result = check(
                "- Nurse: Cares.\n- Cook: Cooks.\n",
                RULES + "  Nurse:\n    zinc: 2\n    icu: 1\n    oven: 1\n  Cook: {zinc: 2, soup: 1, oven: 1}\n");

        assertThat(result.findings())
                .extracting(finding -> finding.problem().line())
                .containsExactly(5, 7);
    }

    private RolesCheck.Result check(String roles, @Nullable String rules) throws IOException {
        Path file = Files.writeString(directory.resolve("roles.yml"), roles);
        return RolesCheck.of(
                file,
                rules == null
                        ? null
                        : Files.writeString(directory.resolve("rules.yml"), rules)
                                .toString());
    }

    private static List<String> messages(RolesCheck.Result result) {
        return result.findings().stream()
                .map(finding ->
                        finding.problem().line() + ": " + finding.problem().message())
                .toList();
    }
}

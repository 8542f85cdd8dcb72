package io.rolestream.files.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.documents.ResumeReading;
import io.rolestream.files.read.RowSource;
import io.rolestream.rules.check.RolesCheck;
import io.rolestream.rules.check.RolesDiff;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.resume.JudgedPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesReportTest {
    private static final String HEAD = "name: r\nmatching: phrases\nroles:\n";
    private static final Taxonomy OLD = roles("- Nurse\n- Cook\n- Porter\n");
    private static final Taxonomy NEW = roles("- Nurse\n- Chef: {description: Cook, was: Cook}\n- Pharmacist\n");
    private static final String TEXTS = "id,skills\n1,icu\n2,soup\n3,trolley\n4,icu pharmacy\n5,\n";

    @Test
    void shouldCountTheTextsThatTheRulesLabelOtherwise() {
        RuleDifferences texts = differences();

        assertThat(texts.texts()).isEqualTo(4);
        assertThat(texts.skipped()).isEqualTo(1);
        assertThat(texts.changed()).isEqualTo(1);
        assertThat(texts.moves()).containsExactly(new RuleDifferences.Move("Nurse", "Pharmacist", 1));
    }

    @Test
    void shouldCompareTheTextsThatTheSettingsJudge() {
        ResumeReading cut = new ResumeReading(DocumentLimits.STANDARD, JudgedPart.SKILLS, 3);

        assertThat(differences(cut).changed()).isZero();
    }

    @Test
    void shouldSayThatTooManyNamesChanged() {
        Taxonomy added = roles("- Nurse\n"
                + IntStream.range(0, 900)
                        .mapToObj(i -> "- " + "x".repeat(120) + i + "\n")
                        .collect(Collectors.joining()));

        assertThat(RolesText.of(RolesDiff.of(OLD, added), null, 1))
                .contains("The names of the changed roles have more characters than a vote")
                .doesNotContain("Too few roles");
    }

    @Test
    void shouldFitAReportOntoATerminal() {
        String report = RolesText.of(RolesDiff.of(OLD, NEW), differences(), 20);

        assertThat(report)
                .contains(
                        "removed \"Porter\"",
                        "renamed \"Cook\" to \"Chef\"",
                        "added \"Pharmacist\"",
                        "The rules label 1 of 4 texts otherwise (25.0 %); 1 row could not be read.",
                        "1  \"Nurse\" -> \"Pharmacist\"");
        assertThat(report.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void shouldListTheFirstFindingsOfEachKindAndCountTheOthers(@TempDir Path directory) throws IOException {
        Path roles = Files.writeString(
                directory.resolve("roles.yml"),
                IntStream.range(0, 30).mapToObj(i -> "- Role " + i + ": x\n").collect(Collectors.joining()));
        Path rules = Files.writeString(directory.resolve("rules.yml"), HEAD + "  Role 0: {a: 1, '!': 1}\n");
        RolesCheck.Result result = RolesCheck.of(roles, rules.toString());

        assertThat(RolesText.of(result, 20))
                .contains("refused, 1 problem", "Cannot be used", "and 9 more (--all lists them)")
                .doesNotContain("Role 28");
        assertThat(RolesText.of(result, Integer.MAX_VALUE)).contains("Role 28");
        assertThat(RolesJson.of(result).path("findings")).hasSize(30);
        assertThat(RolesJson.of(result).path("findings").path(0).path("line").asInt())
                .isEqualTo(4);
    }

    @Test
    void shouldSayTheSameAsJson() {
        assertThat(RolesJson.of(RolesDiff.of(OLD, NEW), differences()).toString())
                .contains(
                        "{\"kind\":\"renamed\",\"from\":[\"Cook\"],\"to\":\"Chef\"",
                        "{\"kind\":\"removed\",\"from\":[\"Porter\"],\"to\":null",
                        "\"texts\":4,\"changed\":1,\"skipped\":1");
    }

    private static RuleDifferences differences() {
        return differences(ResumeReading.STANDARD);
    }

    private static RuleDifferences differences(ResumeReading reading) {
        RuleSet before = RuleSet.parse(HEAD + "  Nurse: {icu: 1}\n  Cook: {soup: 1}\n", "old.yml", OLD);
        RuleSet after = RuleSet.parse(
                HEAD + "  Nurse: {icu: 1}\n  Chef: {soup: 1}\n  Pharmacist: {pharmacy: 2}\n", "new.yml", NEW);
        RowSource rows = RowSource.ofResumes(
                new ByteArrayInputStream(TEXTS.getBytes(StandardCharsets.UTF_8)),
                "texts.csv",
                new ColumnNames(null, null, null, null));
        return RuleDifferences.of(
                rows, reading, before, after, RolesDiff.of(OLD, NEW).mapping());
    }

    private static Taxonomy roles(String yaml) {
        return Taxonomy.parse(yaml.getBytes(StandardCharsets.UTF_8), "roles.yml");
    }
}

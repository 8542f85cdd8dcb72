package io.rolestream.files.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.files.sample.words.Vocabulary;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Resumes for other roles than the standard ones. */
class OwnRolesTest {
    private static final int MANY = 2_000;
    private static final Taxonomy ROLES = taxonomy("- Nurse\n- Cook\n- Porter\n- Pharmacist\n");
    private static final RuleSet RULES = RuleSet.parse("""
                    name: hospital
                    matching: phrases
                    ignored: ['{x}']
                    roles:
                      Nurse: {icu: 4, wound care: 4, 'nurse (rn)': 5, triage: 3, vital signs: 3, medication: 1, '{s}': 1}
                      Cook: {soup: 3, menu planning: 4, catering: 4, knives: 2, haccp: 3, '50% less salt': 2}
                      Pharmacist: {dispensing: 4, medication: 3, pharmacy: 5, compounding: 3}
                    """, "rules.yml", ROLES);

    @Test
    void shouldMakeResumesOfTheRulesKeywords() {
        List<SampleResume> resumes = resumes(RULES);

        assertThat(resumes)
                .extracting(SampleResume::trueRole)
                .contains("Nurse", "Cook", "Pharmacist", "Other")
                .doesNotContain("Porter", "Software Engineer");
        assertThat(rightShare(resumes, RULES)).isBetween(0.75, 0.99);
        assertThat(resumes.toString())
                .doesNotContain("Kubernetes", "Java", "{s}")
                .contains("Wound Care");
    }

    @Test
    void shouldLeaveTheFallbackWithoutEvidence() {
        assertThat(resumes(RULES).stream().filter(resume -> resume.trueRole().equals("Other")))
                .isNotEmpty()
                .filteredOn(resume -> RULES.vote(text(resume)).abstained())
                .hasSizeGreaterThan(20);
    }

    @Test
    void shouldDependOnSeedAndNumberAlone() {
        assertThat(resumes(RULES)).isEqualTo(resumes(RuleSet.parse(RULES.toYaml(), "again.yml", ROLES)));
    }

    @Test
    void shouldMakePostingsToo() {
        JobGenerator jobs = new JobGenerator(1, GeneratorOptions.DEFAULT, null, Vocabulary.of(RULES));

        assertThat(jobs.stream().limit(200).toList())
                .extracting(SampleJob::trueRole)
                .contains("Nurse", "Cook", "Pharmacist");
    }

    @Test
    void shouldTakeSubstringRulesAndManyRoles() {
        int many = 1_000;
        Taxonomy roles = taxonomy(
                IntStream.range(0, many).mapToObj(i -> "- Role " + i + "\n").collect(Collectors.joining()));
        String rules = IntStream.range(0, many)
                .mapToObj(i -> "- {role: Role " + i + ", keywords: [tool" + i + "x, craft" + i + "x]}\n")
                .collect(Collectors.joining());
        RuleSet set = RuleSet.parse("name: many\nmatching: substring\nrules:\n" + rules, "rules.yml", roles);

        assertThat(rightShare(resumes(set), set)).isGreaterThan(0.6);
    }

    @Test
    void shouldKeepTheStandardWordsForTheStandardRoles() {
        assertThat(Vocabulary.of(RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard())))
                .isSameAs(Vocabulary.get());
    }

    private static List<SampleResume> resumes(RuleSet rules) {
        return new ResumeGenerator(7, GeneratorOptions.DEFAULT, Vocabulary.of(rules))
                .stream().limit(MANY).toList();
    }

    private static double rightShare(List<SampleResume> resumes, RuleSet rules) {
        return resumes.stream()
                        .filter(resume -> rules.vote(text(resume)).role().name().equals(resume.trueRole()))
                        .count()
                / (double) resumes.size();
    }

    private static String text(SampleResume resume) {
        return Objects.requireNonNullElse(resume.skills(), String.valueOf(resume.text()));
    }

    private static Taxonomy taxonomy(String yaml) {
        return Taxonomy.parse(yaml.getBytes(StandardCharsets.UTF_8), "roles.yml");
    }
}

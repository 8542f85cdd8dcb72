package io.rolestream.files.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.files.sample.words.RoleVocabulary;
import io.rolestream.files.sample.words.Skill;
import io.rolestream.files.sample.words.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ResumeGeneratorTest {

    private static final int MANY = 20_000;

    @Test
    void shouldMakeTheSameResumesOnEveryMachine() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        new ResumeGenerator(42, GeneratorOptions.DEFAULT)
                .stream()
                        .limit(2000)
                        .forEach(resume -> digest.update(resume.toString().getBytes(StandardCharsets.UTF_8)));

        // Changes with the vocabulary and the way of writing, never with the machine.
        assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo("354ade3a49308a59");
    }

    @Test
    void shouldMakeTheSameResumesInAnyOrder() {
        ResumeGenerator generator = new ResumeGenerator(7, GeneratorOptions.DEFAULT);
        List<SampleResume> inOrder = generator.stream().limit(500).toList();

        List<SampleResume> parallel = LongStream.rangeClosed(1, 500)
                .parallel()
                .mapToObj(generator::resume)
                .toList();

        assertThat(parallel).isEqualTo(inOrder);
    }

    @Test
    void shouldMakeOtherResumesForAnotherSeed() {
        Set<String> skills = new ResumeGenerator(1, GeneratorOptions.DEFAULT)
                .stream()
                        .limit(1000)
                        .map(resume -> resume.skills() + "\n" + resume.text())
                        .collect(Collectors.toSet());

        assertThat(new ResumeGenerator(2, GeneratorOptions.DEFAULT)
                        .stream().limit(1000).map(resume -> resume.skills() + "\n" + resume.text()))
                .doesNotContainAnyElementsOf(skills);
    }

    @Test
    void shouldCoverTheFourteenRolesAsSkewedAsTheMarket() {
        Map<String, Long> counts = new ResumeGenerator(42, GeneratorOptions.DEFAULT)
                .stream()
                        .limit(MANY)
                        .collect(Collectors.groupingBy(SampleResume::trueRole, TreeMap::new, Collectors.counting()));

        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
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
                        "Other")
                .containsExactlyInAnyOrderElementsOf(ResumeGenerator.roles());
        assertThat(counts.get("Software Engineer")).isGreaterThan(4 * counts.getOrDefault("SOC Analyst", 0L));
        assertThat(counts.values()).allMatch(count -> count > MANY / 100);
    }

    @Test
    void shouldFollowTheWeightsOfRoles() {
        Map<String, Double> weights = new TreeMap<>();
        ResumeGenerator.roles().forEach(role -> weights.put(role, 0.0));
        weights.put("Data Engineer", 3.0);
        weights.put("SOC Analyst", 1.0);

        ResumeGenerator generator = new ResumeGenerator(
                1, options(weights, GeneratorOptions.DEFAULT.textOnlyShare(), GeneratorOptions.DEFAULT.bothShare()));

        assertThat(share(generator, resume -> resume.trueRole().equals("Data Engineer")))
                .isCloseTo(0.75, within(0.02));
        assertThat(share(generator, resume -> resume.trueRole().equals("SOC Analyst")))
                .isCloseTo(0.25, within(0.02));
    }

    @Test
    void shouldFollowTheSharesOfText() {
        ResumeGenerator generator = new ResumeGenerator(1, options(Map.of(), 0.2, 0.3));

        assertThat(share(generator, resume -> resume.skills() == null)).isCloseTo(0.2, within(0.02));
        assertThat(share(generator, resume -> resume.skills() != null && resume.text() != null))
                .isCloseTo(0.3, within(0.02));
        assertThat(share(generator, resume -> resume.skills() == null && resume.text() == null))
                .isZero();
    }

    @Test
    void shouldBreakNoResumeUnlessAsked() {
        Predicate<SampleResume> broken = resume -> "".equals(resume.skills()) && resume.text() == null;

        assertThat(share(new ResumeGenerator(1, GeneratorOptions.DEFAULT), broken))
                .isZero();
        assertThat(share(new ResumeGenerator(1, GeneratorOptions.DEFAULT.withBrokenShare(0.05)), broken))
                .isCloseTo(0.05, within(0.01));
    }

    @Test
    void shouldNameEveryResumeAsGenerated() {
        List<SampleResume> resumes = new ResumeGenerator(42, GeneratorOptions.DEFAULT)
                .stream().limit(1000).toList();

        assertThat(resumes.get(0).resumeId()).isEqualTo("gen-42-1");
        assertThat(resumes).allMatch(resume -> resume.source().startsWith("generated-"));
        assertThat(resumes).extracting(SampleResume::resumeId).doesNotHaveDuplicates();
        assertThat(resumes).extracting(SampleResume::submittedAt).isSorted();
    }

    @Test
    void shouldWriteManyDifferentResumes() {
        Set<String> skills = new HashSet<>();
        Set<String> words = new HashSet<>();
        new ResumeGenerator(3, GeneratorOptions.DEFAULT).stream().limit(MANY).forEach(resume -> {
            String written = resume.skills() + "|" + resume.text();
            skills.add(written);
            words.addAll(Arrays.asList(written.split("[,;|/\\n]")));
        });

        assertThat(skills).hasSizeGreaterThan(MANY * 999 / 1000);
        assertThat(words).hasSizeGreaterThan(MANY / 2);
    }

    @Test
    void shouldShowSeniorityInTheNumberOfSkills() {
        ResumeGenerator generator = new ResumeGenerator(5, options(Map.of(), 0, 0));

        double beginners = averageLength(generator, resume -> resume.yearsOfExperience() < 2);
        double experts = averageLength(generator, resume -> resume.yearsOfExperience() > 12);

        assertThat(experts).isGreaterThan(1.3 * beginners);
    }

    @Test
    void shouldNameATitleOnlyInSomeTexts() {
        Vocabulary vocabulary = Vocabulary.get();
        RoleVocabulary role = vocabulary.role("Data Engineer");
        List<String> titles = role.stacks().choices().get(0).titles().choices();
        ResumeGenerator generator = new ResumeGenerator(5, options(only("Data Engineer"), 1, 0));

        double named = share(generator, resume -> titles.stream().anyMatch(String.valueOf(resume.text())::contains));

        assertThat(named).isBetween(0.3, 0.7);
    }

    @Property(tries = 200)
    void shouldMakeSenseForAnySeed(@ForAll long seed, @ForAll @LongRange(min = 1) long number) {
        SampleResume resume = new ResumeGenerator(seed, GeneratorOptions.DEFAULT).resume(number % 1_000_000_000L + 1);

        assertThat(String.valueOf(resume.skills()) + resume.text()).isNotBlank().doesNotContain("{", "}");
        assertThat(resume.yearsOfExperience()).isBetween(0f, 40f);
        assertThat(resume.companies()).isNotEmpty();
    }

    @Test
    void shouldRefuseARoleThatThereIsNot() {
        GeneratorOptions options = options(
                Map.of("Astronaut", 1.0),
                GeneratorOptions.DEFAULT.textOnlyShare(),
                GeneratorOptions.DEFAULT.bothShare());

        assertThatThrownBy(() -> new ResumeGenerator(1, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no role \"Astronaut\"; there are SOC Analyst");
    }

    @Test
    void shouldRefuseSharesOutOfRange() {
        assertThatThrownBy(() -> options(Map.of(), 0.7, 0.7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 to 1");
    }

    @Test
    void shouldKnowAtLeastFortySkillsPerRole() {
        for (RoleVocabulary role : Vocabulary.get().roles()) {
            Set<Skill> skills = new HashSet<>(role.core().choices());
            role.stacks()
                    .choices()
                    .forEach(stack -> skills.addAll(stack.skills().choices()));
            assertThat(skills).as(role.role()).hasSizeGreaterThan(40);
        }
    }

    private static Map<String, Double> only(String wanted) {
        return ResumeGenerator.roles().stream()
                .collect(Collectors.toMap(role -> role, role -> role.equals(wanted) ? 1.0 : 0.0));
    }

    private static double share(ResumeGenerator generator, Predicate<SampleResume> wanted) {
        return (double) generator.stream().limit(MANY).filter(wanted).count() / MANY;
    }

    private static double averageLength(ResumeGenerator generator, Predicate<SampleResume> wanted) {
        return generator.stream()
                .limit(MANY)
                .filter(wanted)
                .mapToInt(resume -> String.valueOf(resume.skills()).length())
                .average()
                .orElse(0);
    }

    private static GeneratorOptions options(Map<String, Double> weights, double textOnly, double both) {
        return new GeneratorOptions(weights, textOnly, both, 0, GeneratorOptions.DEFAULT.typoShare());
    }
}

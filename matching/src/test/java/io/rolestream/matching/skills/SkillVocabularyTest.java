package io.rolestream.matching.skills;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkillVocabularyTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final SkillVocabulary VOCABULARY = SkillVocabulary.of(RULES);

    private static List<String> skills(String text) {
        return VOCABULARY.find(text).stream().map(SkillMention::skill).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Python (primary) | Python",
                "python3 | Python",
                "k8s | Kubernetes",
                "ReactJS | React",
                "react.js | React",
                "C Sharp | C#",
                "c# | C#",
                "CSharp | C#",
                "nodejs | Node.js",
                "Node JS | Node.js",
                "C++ | C++",
                "dotnet | .NET",
                ".NET | .NET",
                "Postgres | PostgreSQL",
                "Amazon Web Services | AWS",
                "springboot | Spring Boot",
                "RESTful APIs | REST APIs",
                "golang | Go",
                "MS SQL Server | SQL Server",
                "Java/J2EE | Java;Java EE",
                "Ci/CD | CI/CD",
                "TCP/IP | TCP/IP",
                "Objective-C | Objective-C",
                "ML & NLP | Machine Learning;Natural Language Processing",
            })
    void shouldFindSkillsByTheirCanonicalName(String text, String expected) {
        assertThat(skills(text)).containsExactly(expected.split(";"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the and of to in with for",
                "Ready to go the extra mile, with access to the office and a word with our teams",
                "We excel at support. React quickly to change, and rest of the day is yours.",
                "Strong communication and good attitude; safe and swift work; express yourself",
                "The design of a business process, security and management of projects by our developers",
                "Less is more. Vitamin C. We go on.",
            })
    void shouldNotTakeWordsForSkills(String text) {
        assertThat(skills(text)).isEmpty();
    }

    @Test
    void shouldTakeUnclearWordsAsItemsOfListsAndBehindWith() {
        assertThat(skills("Java, Go, R and Swift")).containsExactly("Java", "Go", "R", "Swift");
        assertThat(skills("Services written in Go. Models in R.")).containsExactly("Go", "R");
        assertThat(skills("Go\nC\nWord, Excel")).containsExactly("Go", "C", "Microsoft Word", "Microsoft Excel");
        assertThat(skills("C/C++")).contains("C++");
    }

    @Test
    void shouldPreferTheLongestNameAtEachPlace() {
        assertThat(skills("SQL Server, React Native, Spring Boot, Azure DevOps"))
                .containsExactly("SQL Server", "React Native", "Spring Boot", "Azure DevOps");
    }

    @Test
    void shouldFindTheSkillInsideAJobTitle() {
        assertThat(skills("Senior Java Developer")).containsExactly("Java");
        assertThat(skills("Python Engineer")).containsExactly("Python");
    }

    @Test
    void shouldGiveThePlaceOfEachMention() {
        String text = "We run k8s on AWS.";
        assertThat(VOCABULARY.find(text).stream().map(m -> text.substring(m.start(), m.end())))
                .containsExactly("k8s", "AWS");
    }

    @Test
    void shouldFindEverySkillByItsOwnNameInAList() {
        for (String skill : VOCABULARY.skills()) {
            assertThat(skills("Skills: " + skill + ", and more")).as(skill).isNotEmpty();
            assertThat(skills(skill.toUpperCase(Locale.ROOT))).as(skill).isNotEmpty();
        }
    }

    @Test
    void shouldHaveAWeightForEverySkill() {
        for (String skill : VOCABULARY.skills()) {
            assertThat(VOCABULARY.weight(skill)).as(skill).isBetween(0.5f, 4f);
        }
        assertThat(VOCABULARY.weight("Kubernetes")).isGreaterThan(VOCABULARY.weight("Git"));
    }

    @Test
    void shouldCoverTheKeywordsOfTheDefaultRules() {
        Set<String> others = new TreeSet<>(VOCABULARY.skills());
        others.removeAll(SkillFile.read().weights.keySet());
        assertThat(others)
                .as("keywords that are in neither the skills nor the words of skills.yml")
                .isEmpty();
    }

    @Test
    void shouldTakeKeywordsAndAliasesOfOtherRuleSets() {
        RuleSet rules = RuleSet.parse("""
            name: kitchen
            matching: phrases
            aliases: {sous-vide cooking: sous vide}
            roles:
              Other: {sous vide: 3, pastry: 2, the: 1, kubernetes: 1}
              SOC Analyst: {head chef manager: 5}
            """, "kitchen.yml", Taxonomy.standard());
        SkillVocabulary vocabulary = SkillVocabulary.of(rules);
        List<String> found = vocabulary.find("Sous-Vide cooking, pastry, k8s and the rest; head chef manager").stream()
                .map(SkillMention::skill)
                .toList();
        assertThat(found).containsExactly("sous vide", "pastry", "Kubernetes");
        assertThat(vocabulary.weight("sous vide")).isEqualTo(3);
        assertThat(vocabulary.version()).isNotEqualTo(VOCABULARY.version());
    }

    @Test
    void shouldNameNoStopWord() {
        Set<String> stops = Set.of("the", "and", "of", "a", "an", "in", "to", "for", "with", "on", "at", "by", "or");
        assertThat(VOCABULARY.skills()).noneMatch(skill -> stops.contains(skill.toLowerCase(Locale.ROOT)));
    }
}

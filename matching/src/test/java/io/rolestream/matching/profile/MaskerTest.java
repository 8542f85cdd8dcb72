package io.rolestream.matching.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.skills.SkillMention;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskerTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final Masker MASKER = new Masker(RULES);

    private static String words(String text) {
        return MASKER.cut(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "She led her team | He led his team",
                "They mentored themselves | She mentored herself",
                "Emily built it | Jamal built it",
                "Captain of the women's chess club | Captain of the men's chess club",
                "Captain of the women's rugby club | Captain of the boys' chess club",
                "a softball team in Kiel | a men's baseball league in Kiel",
                "Member of Girls Who Code | Member of Boys Who Code",
                "Women in Tech mentor | Men in Tech mentor",
                "Girl Scouts leader | Boy Scouts leader",
                "Alpha Phi sorority | Sigma Chi fraternity",
                "Society of Women Engineers | Society of Male Engineers",
                "Ms. Walker joined | Mr. Walker joined",
                "Chairwoman | Chairman",
                "softball captain | baseball captain",
                "Pronouns: she/her | Pronouns: he/him",
                "My name is Xochiquetzal and | My name is Bob and",
                "Contact mary.smith@example.org now | Contact j.smith@example.org now",
                "https://www.linkedin.com/in/mary-smith | linkedin.com/in/jsmith",
                "Jasmine has led teams | Peter has led teams",
                "Will works on Linux | Olga works on Linux",
                "Women’s rugby | Men’s rugby",
            })
    void shouldMakeSwapsEqual(String one, String other) {
        assertThat(words(one)).isEqualTo(words(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ruby Johnson\nRuby on Rails developer",
                "Emily Johnson\nRuby on Rails developer",
                "Xiuying Johnson\nRuby on Rails developer",
                "Mary-Jane Johnson\nRuby on Rails developer",
                "Name: Lakisha Johnson\nRuby on Rails developer",
                "EMILY JOHNSON | Ruby on Rails developer",
            })
    void shouldHideTheLineOfAName(String text) {
        String masked = words(text);
        assertThat(masked).contains("Ruby on Rails developer").doesNotContainIgnoringCase("johnson");
        assertThat(masked).doesNotContainIgnoringCase("emily").doesNotContainIgnoringCase("xiuying");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ruby, Python and Jasmine tests",
                "Microsoft Office, MS SQL, Ms Access",
                "Jenkins, Travis CI and Hudson",
                "Project Management\nTechnical Skills",
                "Senior Software Engineer\nApplied Machine Learning",
                "may use Oracle, will grant access and mark up text",
                "Data Science with Julia, Scala and R",
                "Amazon Web Services and Google Cloud",
            })
    void shouldLeaveEverythingElse(String text) {
        assertThat(MASKER.mask(text)).isEqualTo(text);
    }

    @Test
    void shouldKeepThePlacesOfTheOthers() {
        String text = "Emily (she/her), women's chess club: Kubernetes at emily@example.org";
        String masked = MASKER.mask(text);
        assertThat(masked).hasSameSizeAs(text);
        assertThat(masked.indexOf("Kubernetes")).isEqualTo(text.indexOf("Kubernetes"));
    }

    @Test
    void shouldCutWhatIsHiddenAndNothingElse() {
        assertThat(MASKER.cut("Emily Johnson\r\n\r\nSenior  engineer,\ther team of 5  \nby Emily"))
                .isEqualTo("\r\nSenior  engineer, team of 5  \nby");
        assertThat(MASKER.cut("She led (she/her) Emily")).isEqualTo("led ( / )");
        String unmasked = "Project  Management\r\n\t* Kafka,\u00a0 Spark \n\n";
        assertThat(MASKER.cut(unmasked)).isEqualTo(unmasked);
    }

    @Test
    void shouldHideNoSkill() {
        SkillVocabulary vocabulary = SkillVocabulary.of(RULES);
        Set<String> hidden = new TreeSet<>();
        for (String skill : vocabulary.skills()) {
            String text = "Skills: " + skill + ", and more";
            if (!vocabulary.find(MASKER.mask(text)).equals(vocabulary.find(text))) {
                hidden.add(skill);
            }
        }
        assertThat(hidden).isEmpty();
    }

    @Test
    void shouldHideNoKeywordOfTheRules() {
        List<String> hidden = RULES.keywords().stream()
                .filter(keyword -> !MASKER.mask(keyword).equals(keyword))
                .toList();
        assertThat(hidden).isEmpty();
    }

    @Test
    void shouldFindNoSkillInAName() {
        SkillVocabulary vocabulary = SkillVocabulary.of(RULES);
        assertThat(vocabulary.find(MASKER.mask("Ruby Walker\nJava developer")).stream()
                        .map(SkillMention::skill))
                .containsExactly("Java");
    }

    @Test
    void shouldHideAnAddressOfAnyLength() {
        String address = "x@a" + ".a".repeat(100_000);
        assertThat(MASKER.mask("at " + address + " now")).isEqualTo("at " + " ".repeat(address.length()) + " now");
    }

    @Test
    void shouldTakeTextsOfAnyShape() {
        for (String text : List.of(
                "", " ", "\n\n", "'", "'s", "a's", "\ud83d\ude00", "\u0130stanbul's", "@", "x@", "мама её", "李伟")) {
            assertThat(MASKER.mask(text)).hasSameSizeAs(text);
        }
    }
}

package io.rolestream.matching.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.matching.profile.Candidate;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DescriptionJudgeTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final DescriptionJudge JUDGE = new DescriptionJudge(RULES);
    private static final String RESUME = "Kubernetes, Terraform, AWS, Python";

    private static DescriptionMeasures judged(String resume, @Nullable String role, String description) {
        return JUDGE.judge(new JudgedDescription(new Candidate("r", resume, null, null), role, description));
    }

    /** Named are AWS, Terraform, Splunk and Photoshop: two of the resume's four, and two others. */
    @Test
    void shouldCompareSkillsByTheirCanonicalNames() {
        DescriptionMeasures measures = judged(
                RESUME, "Cloud Engineer", "We run Amazon Web Services with terraform, and watch Splunk and Photoshop.");

        assertThat(measures.skillPrecision()).isEqualTo(0.5);
        assertThat(measures.skillRecall()).isEqualTo(0.5);
        assertThat(measures.skillF1()).isEqualTo(0.5);
    }

    /** Photoshop is in neither; Ansible is not in the resume, but the rules give it to cloud engineers. */
    @Test
    void shouldCountSkillsThatNeitherTheResumeNorTheRoleHas() {
        DescriptionMeasures cloud =
                judged(RESUME, "Cloud Engineer", "Terraform and CloudFormation. Photoshop is welcome.");

        assertThat(cloud.invented()).isCloseTo(1.0 / 3, offset(1e-9));
        assertThat(judged(RESUME, "Cloud Engineer", "Terraform and CloudFormation")
                        .invented())
                .isZero();
    }

    @Test
    void shouldCompareTheRolesThatTheRulesFind() {
        assertThat(judged("Cloud Engineer, AWS", null, "Cloud Engineer with AWS and Terraform")
                        .role())
                .isTrue();
        assertThat(judged("Cloud Engineer, AWS", null, "Database Developer for Oracle")
                        .role())
                .isFalse();
        assertThat(judged("gardening", null, "Cloud Engineer").role()).isNull();
        assertThat(judged(RESUME, "Database Developer", "Database Developer for Oracle")
                        .role())
                .isTrue();
    }

    @Test
    void shouldRefuseARoleThatIsNotInTheTaxonomy() {
        assertThatThrownBy(() -> judged(RESUME, "Gardener", "roses"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the role \"Gardener\" is not one of ");
    }

    /** Ten words, of which the first eight are the resume's; the same seven alone would be chance. */
    @Test
    void shouldMeasureWhatIsCopied() {
        String resume = "I built a b c d e f in Java";

        assertThat(judged(resume, null, "built a b c d e f in our office").copied())
                .isEqualTo(0.8);
        assertThat(judged(resume, null, "built a b c d e f in our office").longestCopy())
                .isEqualTo(8);
        assertThat(judged(resume, null, "built a b c d e f for our office").copied())
                .isZero();
        assertThat(judged(resume, null, "built a b c d e f for our office").longestCopy())
                .isEqualTo(7);
    }

    /** Five words have four pairs; "a b" occurs twice. */
    @Test
    void shouldMeasureRepetitionAndLength() {
        DescriptionMeasures measures = judged(RESUME, null, "A b, a b c++!");

        assertThat(measures.words()).isEqualTo(5);
        assertThat(measures.distinct2()).isEqualTo(0.75);
    }

    @Test
    void shouldMeasureAnEmptyDescription() {
        assertThat(judged(RESUME, null, " "))
                .isEqualTo(new DescriptionMeasures(false, 0, 0, 0, 0, 0, 0, 0, null, null));
    }

    @Property(tries = 100)
    void shouldFindThatACopyIsACopy(
            @ForAll @Size(min = 1, max = 40) List<@AlphaChars @StringLength(min = 1, max = 6) String> words) {
        String resume = String.join(" ", words);
        DescriptionMeasures measures = judged(resume, null, resume);

        assertThat(measures.copied()).isEqualTo(1);
        assertThat(measures.longestCopy()).isEqualTo(words.size());
        assertThat(measures.invented()).isZero();
        assertThat(measures.skillF1()).isIn(0.0, 1.0);
    }
}

package io.rolestream.trainer.labelling;

import static io.rolestream.trainer.labelling.WeakLabeller.DESCRIPTIONS;
import static io.rolestream.trainer.labelling.WeakLabeller.FIRST_SKILLS;
import static io.rolestream.trainer.labelling.WeakLabeller.KEYWORD_COUNT;
import static io.rolestream.trainer.labelling.WeakLabeller.OBSERVED;
import static io.rolestream.trainer.labelling.WeakLabeller.ROLE_NAMES;
import static io.rolestream.trainer.labelling.WeakLabeller.RULES;
import static io.rolestream.trainer.labelling.WeakLabeller.STRONGEST_KEYWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WeakLabellingTest {
    private static final Taxonomy TAXONOMY = Taxonomy.standard();
    private static final RuleSet NOTEBOOK = RuleSet.load(RuleSet.NOTEBOOK, TAXONOMY);
    private static final RuleSet DEFAULT = RuleSet.load(RuleSet.DEFAULT, TAXONOMY);
    private static final RuleSet SMALL = RuleSet.parse("""
            name: small
            matching: phrases
            aliases: {j2ee: java}
            roles:
              Software Engineer: {java: 3, python: 2, cobol: 1}
              Data Engineer: {python: 2, spark: 1, airflow: 1, hadoop: 1, cobol: -1}
              Cloud Engineer: {cobol: -2}
              Other: {gardening: 2}
            """, "small.yml", TAXONOMY);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "RULES             | java, spark, airflow             | Software Engineer",
                "RULES             | spark, airflow, hadoop, java     | -",
                "RULES             | gardening                        | Other",
                "RULES             | nothing of it                    | -",
                "KEYWORD_COUNT     | java, spark, airflow             | Data Engineer",
                "KEYWORD_COUNT     | j2ee, spark                      | -",
                "KEYWORD_COUNT     | python                           | -",
                "KEYWORD_COUNT     | python, spark                    | Data Engineer",
                "KEYWORD_COUNT     | spark spark, java, cobol         | Software Engineer",
                "STRONGEST_KEYWORD | spark, airflow, hadoop, j2ee     | Software Engineer",
                "STRONGEST_KEYWORD | python, spark                    | -",
                "STRONGEST_KEYWORD | nothing of it                    | -",
                "FIRST_SKILLS      | spark, airflow, go, perl, java   | Data Engineer",
                "FIRST_SKILLS      | airflow, java                    | Software Engineer",
                "FIRST_SKILLS      | go, perl, ada, lisp, java, spark | -",
            })
    void shouldAskByWeightedRules(WeakLabeller labeller, String text, @Nullable String role) {
        assertThat(ask(SMALL, labeller, text)).isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "RULES             | javascript and vue               | Software Engineer",
                "KEYWORD_COUNT     | javascript and vue               | JavaScript Developer",
                "KEYWORD_COUNT     | javascript developer             | -",
                "KEYWORD_COUNT     | java, c# in a cloud with aws     | Cloud Engineer",
                "KEYWORD_COUNT     | agile                            | -",
                "KEYWORD_COUNT     | SQL, MongoDB, Java               | Database Developer",
                "STRONGEST_KEYWORD | sql, mongodb, javascript         | Software Engineer",
                "STRONGEST_KEYWORD | gardening                        | -",
                "FIRST_SKILLS      | sql, etl, jira, vue, java        | JavaScript Developer",
            })
    void shouldAskBySubstrings(WeakLabeller labeller, String text, @Nullable String role) {
        assertThat(ask(NOTEBOOK, labeller, text)).isEqualTo(role);
    }

    @ParameterizedTest
    @EnumSource(
            value = WeakLabeller.class,
            names = {"RULES", "KEYWORD_COUNT", "STRONGEST_KEYWORD", "FIRST_SKILLS", "ROLE_NAMES"})
    void shouldAgreeOnAClearTextByTheDefaultRules(WeakLabeller labeller) {
        assertThat(ask(DEFAULT, labeller, "Data Engineer, Apache Spark, Airflow, ETL, Hadoop, Java"))
                .isEqualTo("Data Engineer");
        assertThat(ask(DEFAULT, labeller, "gardening")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "senior DATA ENGINEER, java        | Data Engineer",
                "data engineering                  | -",
                "data engineer or software engineer| -",
                "any other work                    | -",
            })
    void shouldFindTheNameOfARole(String text, @Nullable String role) {
        assertThat(ask(DEFAULT, ROLE_NAMES, text)).isEqualTo(role);
    }

    @Test
    void shouldFindADescription() {
        for (Role role : TAXONOMY.roles()) {
            assertThat(ask(DEFAULT, DESCRIPTIONS, role.description())).isEqualTo(role.name());
        }
        assertThat(ask(DEFAULT, DESCRIPTIONS, "gardening")).isNull();
        assertThat(ask(DEFAULT, DESCRIPTIONS, "of the and")).isNull();
    }

    private static @Nullable String ask(RuleSet rules, WeakLabeller labeller, String text) {
        int role = new WeakLabelling(rules, List.of(labeller)).ask(labeller, text, rules.vote(text));
        return role < 0 ? null : TAXONOMY.role(role).name();
    }

    @Test
    void shouldTakeTheMajority() {
        Consensus consensus = on("java, spark, airflow", KEYWORD_COUNT, RULES, STRONGEST_KEYWORD, ROLE_NAMES);

        assertThat(role(consensus)).isEqualTo("Software Engineer");
        assertThat(consensus.conflicting()).isTrue();
        assertThat(consensus.abstained()).isFalse();
    }

    @Test
    void shouldTakeTheFirstLabellerWhereThereIsNoMajority() {
        assertThat(role(on("java, spark, airflow", RULES, KEYWORD_COUNT))).isEqualTo("Software Engineer");
        assertThat(role(on("java, spark, airflow", KEYWORD_COUNT, RULES))).isEqualTo("Data Engineer");
        assertThat(role(on("java, spark, airflow", ROLE_NAMES, KEYWORD_COUNT, RULES)))
                .as("the first that names a role")
                .isEqualTo("Data Engineer");
    }

    @Test
    void shouldTakeTheFirstLabellerOfThoseThatAreEquallyMany() {
        String text = "cloud engineer, spark, airflow, perl, java";
        assertThat(role(on(text, ROLE_NAMES, KEYWORD_COUNT, RULES, STRONGEST_KEYWORD, FIRST_SKILLS)))
                .isEqualTo("Data Engineer");
        assertThat(role(on(text, ROLE_NAMES, STRONGEST_KEYWORD, KEYWORD_COUNT, RULES, FIRST_SKILLS)))
                .isEqualTo("Software Engineer");
    }

    @Test
    void shouldAgree() {
        Consensus consensus = on("java", RULES, KEYWORD_COUNT, ROLE_NAMES);
        assertThat(role(consensus)).isEqualTo("Software Engineer");
        assertThat(consensus.conflicting()).isFalse();
    }

    @Test
    void shouldAbstainOnlyTogether() {
        Consensus all = on("nothing of it", RULES, KEYWORD_COUNT);
        assertThat(role(all)).isEqualTo("Other");
        assertThat(all.abstained()).isTrue();
        assertThat(all.conflicting()).isFalse();

        Consensus none = on("gardening", RULES);
        assertThat(role(none)).isEqualTo("Other");
        assertThat(none.abstained()).as("rules that name the fallback role").isFalse();
    }

    @Test
    void shouldCountTheVoteOfEachObservedLabeller() {
        TrainingText both = observed("spark", Map.of("a", "Cloud Engineer", "b", "Cloud Engineer"));
        TrainingText one = observed("spark", Map.of("b", "Cloud Engineer"));
        TrainingText unknown = observed("spark", Map.of("a", "Gardener"));
        WeakLabelling labelling =
                new WeakLabelling(SMALL, List.of(RULES, OBSERVED), Aggregation.MAJORITY, List.of(both, one, unknown));
        int byRules = TAXONOMY.indexOf(SMALL.vote("spark").role().name());

        assertThat(role(labelling.on(both, SMALL.vote("spark")))).isEqualTo("Cloud Engineer");
        assertThat(labelling.on(one, SMALL.vote("spark")).role()).as("a tie").isEqualTo(byRules);
        assertThat(labelling.on(one, SMALL.vote("spark")).conflicting()).isTrue();
        assertThat(labelling.on(unknown, SMALL.vote("spark")))
                .as("of another taxonomy")
                .isEqualTo(new Consensus(byRules, false, false));
    }

    @Test
    void shouldTrustThoseWhoAgreeWithTheOthers() {
        List<String> roles = List.of("Cloud Engineer", "Data Engineer");
        List<TrainingText> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String right = roles.get(i % 2);
            String odd = roles.get(i % 3 % 2);
            texts.add(observed("text " + i, Map.of("a", right, "b", right, "c", odd, "d", odd)));
        }
        TrainingText asked = observed("asked", Map.of("b", "Cloud Engineer", "c", "Data Engineer"));
        List<WeakLabeller> all = List.of(OBSERVED);

        var byAgreement = new WeakLabelling(SMALL, all, Aggregation.DAWID_SKENE, texts);
        assertThat(role(byAgreement.on(asked, SMALL.vote("asked")))).isEqualTo("Cloud Engineer");
        assertThat(byAgreement
                        .on(observed("none", Map.of()), SMALL.vote("none"))
                        .abstained())
                .isTrue();
    }

    private static TrainingText observed(String text, Map<String, String> votes) {
        return new TrainingText("%032x".formatted(text.hashCode()), text, null, false, votes);
    }

    private static Consensus on(String text, WeakLabeller... labellers) {
        TrainingText judged = new TrainingText("%032x".formatted(0), text, null, false);
        return new WeakLabelling(SMALL, List.of(labellers)).on(judged, SMALL.vote(text));
    }

    private static String role(Consensus consensus) {
        return TAXONOMY.role(consensus.role()).name();
    }
}

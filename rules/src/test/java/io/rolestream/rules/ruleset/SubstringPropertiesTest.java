package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.matching.LowerCase;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RuleVote;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares with the plain loop of the study: the first rule of which some keyword is in the lower-cased text. */
class SubstringPropertiesTest {
    private static final Taxonomy ROLES = Taxonomy.standard();

    @Property
    void shouldEqualTheNaiveSearch(@ForAll("rules") List<Set<String>> rules, @ForAll("texts") String text) {
        RuleVote vote = ruleSet(rules).vote(text);
        String lower = LowerCase.of(text);
        for (int i = 0; i < rules.size(); i++) {
            List<String> hits = rules.get(i).stream().filter(lower::contains).toList();
            if (!hits.isEmpty()) {
                assertThat(vote.role()).isEqualTo(ROLES.role(i));
                assertThat(vote.matches()).extracting(KeywordMatch::keyword).isEqualTo(hits);
                return;
            }
        }
        assertThat(vote.abstained()).isTrue();
    }

    @Property
    void shouldPointAtTheFirstOccurrence(@ForAll("rules") List<Set<String>> rules, @ForAll("texts") String text) {
        for (KeywordMatch match : ruleSet(rules).vote(text).matches()) {
            assertThat(LowerCase.of(text.substring(match.start(), match.end()))).contains(match.keyword());
            assertThat(LowerCase.of(text.substring(0, match.end() - 1))).doesNotContain(match.keyword());
        }
    }

    @Property
    void shouldVoteOnAnyText(@ForAll String text) {
        RuleSet notebook = RuleSet.load(RuleSet.NOTEBOOK, ROLES);
        assertThat(notebook.vote(text).scores()).hasSize(ROLES.size());
    }

    @Provide
    static Arbitrary<List<Set<String>>> rules() {
        Arbitrary<String> keyword =
                Arbitraries.strings().withChars("abi\u0307ö").ofMinLength(1).ofMaxLength(4);
        return keyword.set().ofMinSize(1).ofMaxSize(6).list().ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abAB iIİ\u0307öÖ").ofMaxLength(40);
    }

    private static RuleSet ruleSet(List<Set<String>> rules) {
        StringBuilder yaml = new StringBuilder("name: x\nmatching: substring\nrules:\n");
        for (int i = 0; i < rules.size(); i++) {
            String keywords = rules.get(i).stream().map(k -> "'" + k + "'").collect(Collectors.joining(", "));
            yaml.append("- {role: ")
                    .append(ROLES.role(i))
                    .append(", keywords: [")
                    .append(keywords)
                    .append("]}\n");
        }
        return RuleSet.parse(yaml.toString(), "x.yml", ROLES);
    }
}

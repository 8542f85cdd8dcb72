package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.rules.matching.TokenCursorTest;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RuleExplanation;
import io.rolestream.rules.vote.RuleVote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RulePropertiesTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet DEFAULT = RuleSet.load(RuleSet.DEFAULT, ROLES);
    /** Without what depends on the place in the text. */
    private static final RuleSet PLAIN = RuleSet.parse("""
            name: plain
            matching: phrases
            aliases: {js: javascript, java script: javascript}
            ignored: [java island]
            roles:
              Software Engineer: {java: 2, c++: 1.1, java server: 3}
              JavaScript Developer: {javascript: 2, java: -0.7}
              .NET Developer: {.net: 2, c#: 1.3, asp.net: 0.1}
              Database Developer: {sql: 1, sql server: 2, sql server reporting services: 3}
            """, "plain.yml", ROLES);

    @Property
    void shouldVoteOnAnyText(@ForAll String text) {
        for (RuleSet rules : List.of(DEFAULT, PLAIN)) {
            RuleVote vote = rules.vote(text);
            assertThat(vote.confidence()).isBetween(0f, 1f);
            assertThat(rules.explain(text).vote()).isEqualTo(vote);
        }
    }

    @Property
    void shouldPointAtTextThatIsTheKeyword(@ForAll("texts") String text) {
        for (KeywordMatch match : PLAIN.vote(text).matches()) {
            assertThat(match.end()).isLessThanOrEqualTo(text.length());
            assertThat(canonical(text.substring(match.start(), match.end()))).isEqualTo(canonical(match.keyword()));
        }
    }

    @Property
    void shouldListEachKeywordOnceInTheOrderOfTheText(@ForAll("texts") String text) {
        List<KeywordMatch> matches = PLAIN.vote(text).matches();
        Set<String> seen = new HashSet<>();
        int end = 0;
        for (KeywordMatch match : matches) {
            assertThat(seen.add(match.keyword())).isTrue();
            assertThat(match.start()).isGreaterThanOrEqualTo(end);
            end = match.end();
        }
    }

    @Property
    void shouldNotDependOnTheOrderOfBrokenPhrases(@ForAll("phrases") List<String> phrases, @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(phrases);
        Collections.shuffle(shuffled, random);
        RuleVote vote = PLAIN.vote(String.join(", ", phrases));
        RuleVote other = PLAIN.vote(String.join("; ", shuffled));
        assertThat(other.role()).isEqualTo(vote.role());
        assertThat(other.confidence()).isEqualTo(vote.confidence());
        assertThat(other.scores()).isEqualTo(vote.scores());
        assertThat(keywords(other)).isEqualTo(keywords(vote));
    }

    @Property
    void shouldNotChangeWhenTheTextIsRepeated(@ForAll("texts") String text) {
        assertThat(PLAIN.vote(text + "\n" + text)).isEqualTo(PLAIN.vote(text));
    }

    @Property
    void shouldNotDependOnLetterCaseOfWholeWords(@ForAll("phrases") List<String> phrases) {
        String text = String.join(" ", phrases);
        assertThat(PLAIN.vote(asciiUpperCase(text))).isEqualTo(PLAIN.vote(text));
    }

    @Property
    void shouldExplainEachScore(@ForAll("texts") String text) {
        RuleExplanation explanation = DEFAULT.explain(text);
        float[] sums = new float[ROLES.size()];
        explanation
                .evidence()
                .forEach(evidence -> evidence.weights()
                        .forEach(weight -> sums[ROLES.indexOf(weight.role().name())] += weight.weight()));
        for (int role = 0; role < sums.length; role++) {
            assertThat(sums[role]).isCloseTo(explanation.vote().score(role), within(1e-3f));
        }
    }

    @Provide
    static Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "java",
                "Java Island",
                "js",
                "java script",
                "c++",
                "c#",
                ".net",
                "ASP.NET",
                "sql",
                "SQL Server",
                "reporting",
                "services",
                "x",
                "İ",
                "🚀",
                " ",
                ", ",
                "/",
                ".",
                "+",
                "#",
                "\n",
                "-");
        return pieces.list().ofMaxSize(30).map(list -> String.join("", list));
    }

    @Provide
    static Arbitrary<List<String>> phrases() {
        return Arbitraries.of("java", "java island", "js", "c++", "c#", ".net", "sql server", "sql", "nothing")
                .list()
                .ofMaxSize(12);
    }

    /** The tokens of a text, with the aliases of the rule set settled. */
    private static String canonical(String text) {
        String tokens = String.join(" ", TokenCursorTest.tokens(text));
        return tokens.equals("js") || tokens.equals("java script") ? "javascript" : tokens;
    }

    private static Set<String> keywords(RuleVote vote) {
        return vote.matches().stream().map(KeywordMatch::keyword).collect(Collectors.toSet());
    }

    private static String asciiUpperCase(String text) {
        return text.chars()
                .mapToObj(c -> String.valueOf((char) (c >= 'a' && c <= 'z' ? c - 32 : c)))
                .collect(Collectors.joining());
    }
}

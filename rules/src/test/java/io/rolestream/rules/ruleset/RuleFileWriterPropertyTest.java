package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.KeywordWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class RuleFileWriterPropertyTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final List<String> TOKENS = List.of(
            "java", "JS", "c++", "c#", ".net", "node.js", "sql", "Server", "2000", "true", "null", "é", "x", "y");
    private static final List<String> GAPS =
            List.of(" ", "-", "/", " 🚀 ", " \"'", "  ", " & ", " % @`", "*", ", ", " (");
    private static final List<String> ENDS =
            List.of("", " ", "- ", "\n", "\t", "#", ": ", "\"", "'", "~", "🚀", "\u00a0");

    @Example
    void shouldWriteTheBuiltInSets() {
        for (String name : List.of(RuleSet.DEFAULT, RuleSet.NOTEBOOK)) {
            RuleSet rules = RuleSet.load(name, ROLES);
            assertSame(readAgain(rules), rules, "Java, angularjs, sql server reporting services, etl");
            assertThat(readAgain(rules).toYaml()).isEqualTo(rules.toYaml());
            assertThat(readAgain(rules).keywords()).isEqualTo(rules.keywords());
        }
    }

    @Property
    void shouldWritePhrasesThatVoteTheSame(@ForAll Random random, @ForAll("texts") List<String> texts) {
        RuleSet rules = phrases(random);
        RuleSet again = readAgain(rules);
        texts.forEach(text -> assertSame(again, rules, text));
    }

    @Property
    void shouldWriteChangedWeightsThatVoteTheSame(@ForAll Random random, @ForAll("texts") List<String> texts) {
        RuleSet rules = changed(phrases(random), random);
        RuleSet again = readAgain(rules);
        texts.forEach(text -> assertSame(again, rules, text));
    }

    @Property
    void shouldWriteSubstringsThatVoteTheSame(@ForAll("substrings") List<Set<String>> keywords, @ForAll String text) {
        List<SubstringRule> listed = new ArrayList<>();
        keywords.forEach(ofRule -> listed.add(new SubstringRule(listed.size(), List.copyOf(ofRule))));
        RuleSet rules = new SubstringRules("x", ROLES, listed, new SubstringConfidence(0.49f, 0.3f));
        assertSame(readAgain(rules), rules, text);
    }

    private static void assertSame(RuleSet again, RuleSet rules, String text) {
        assertThat(again.version()).isEqualTo(rules.version());
        assertThat(again.summary()).isEqualTo(rules.summary());
        assertThat(again.explain(text)).isEqualTo(rules.explain(text));
    }

    private static RuleSet readAgain(RuleSet rules) {
        return RuleSet.parse(rules.toYaml(), "written.yml", ROLES);
    }

    private static RuleSet phrases(Random random) {
        PhraseTable table = new PhraseTable();
        table.tokenAliases.put("x", "java");
        table.tokenAliases.put("y", "é");
        for (int i = 0; i < 12; i++) {
            String name = phrase(random);
            int keyword = table.keyword(tokens(table, name), name);
            for (int role = 0; role < random.nextInt(4); role++) {
                table.setWeight(keyword, random.nextInt(ROLES.size()), units(random));
            }
        }
        table.setWeight(0, 0, 1);
        for (int i = 0; i < 4; i++) {
            List<String> alias = tokens(table, phrase(random));
            int keyword = random.nextInt(table.names.size());
            int length = alias.size() * tokens(table, table.names.get(keyword)).size();
            if (length > 1 && table.phrases.putIfAbsent(alias, keyword) == null) {
                table.synonyms++;
            }
        }
        double scale = random.nextBoolean() ? 1e-6 : 1000 * (1 - random.nextDouble());
        PhraseSettings settings = new PhraseSettings(
                scale,
                random.nextInt(3),
                1 + random.nextDouble(),
                new PhraseSettings.Confidence(0.3 + random.nextInt(2) / 10.0, 0.95, scale));
        return new PhraseRules("random", ROLES, settings, table);
    }

    private static RuleSet changed(RuleSet rules, Random random) {
        TreeMap<String, KeywordWeight> changes = new TreeMap<>();
        for (String keyword : rules.keywords()) {
            int role = random.nextInt(ROLES.size());
            double weight = random.nextInt(3) == 0 ? 0 : PhraseWeights.number(units(random));
            changes.put(keyword, new KeywordWeight(keyword, ROLES.role(role), weight));
            rules.weights(keyword).stream()
                    .filter(old -> ROLES.indexOf(old.role().name()) != 0 && random.nextBoolean())
                    .forEach(old -> changes.put(keyword, new KeywordWeight(keyword, old.role(), 0)));
        }
        return rules.withWeights(changes.values());
    }

    private static long units(Random random) {
        long units = random.nextInt(1 << (1 + random.nextInt(26))) + 1;
        return random.nextBoolean() ? units : -units;
    }

    private static String phrase(Random random) {
        StringBuilder phrase = new StringBuilder(pick(ENDS, random).replace("#", ""));
        phrase.append(pick(TOKENS, random));
        for (int more = random.nextInt(3); more > 0; more--) {
            phrase.append(pick(GAPS, random)).append(pick(TOKENS, random));
        }
        return phrase.append(pick(ENDS, random)).toString();
    }

    private static List<String> tokens(PhraseTable table, String phrase) {
        List<String> tokens = table.tokens(phrase);
        if (tokens == null) {
            throw new IllegalArgumentException("no phrase: " + phrase);
        }
        return tokens;
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    @Provide
    static Arbitrary<List<String>> texts() {
        return Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.of(TOKENS)), Tuple.of(1, Arbitraries.just(",")))
                .list()
                .ofMaxSize(20)
                .map(words -> String.join(" ", words))
                .list()
                .ofSize(4);
    }

    @Provide
    static Arbitrary<List<Set<String>>> substrings() {
        Arbitrary<String> keyword = Arbitraries.strings()
                .withChars("abi\u0307ö :#'\"-\n\t{}[]&*!|>%@`~,?0\u00a0\u2028\\")
                .ofMinLength(1)
                .ofMaxLength(5)
                .filter(word -> !word.isBlank());
        return keyword.set().ofMinSize(1).ofMaxSize(5).list().ofMinSize(1).ofMaxSize(5);
    }
}

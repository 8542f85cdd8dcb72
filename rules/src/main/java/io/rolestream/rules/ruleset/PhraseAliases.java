package io.rolestream.rules.ruleset;

import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import io.rolestream.rules.matching.PhraseMatcher;
import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the aliases of a phrase file. An alias from one token to one token is substituted in every text and phrase; any
 * other is a synonym of one keyword or ignored phrase.
 */
final class PhraseAliases {
    private final PhraseTable table;
    private final Problems problems;
    private final Problems ofEntries;
    private final NodeReader reader;
    private final List<Synonym> synonyms = new ArrayList<>();

    private record Synonym(String alias, String keyword, int line) {}

    PhraseAliases(PhraseTable table, Problems problems, NodeReader reader) {
        this.table = table;
        this.problems = problems;
        this.ofEntries = problems.ofEntries();
        this.reader = reader;
    }

    /** Adds the aliases of single tokens to the table; keeps the others for {@link #addSynonyms}. */
    void readTokens(Node node) {
        Map<String, Entry> byToken = new LinkedHashMap<>();
        for (Entry entry : reader.entries(node, "aliases")) {
            String what = "alias " + Quoted.of(entry.key());
            String target = reader.text(entry.value(), what);
            if (target == null) {
                continue;
            }
            List<String> from = checked(PhraseTable.rawTokens(entry.key()), what, entry.line(), ofEntries);
            List<String> to = checked(
                    PhraseTable.rawTokens(target),
                    Quoted.of(target) + ", which " + what + " stands for,",
                    entry.line(),
                    ofEntries);
            if (from == null || to == null) {
                continue;
            }
            if (from.equals(to)) {
                ofEntries.add(entry.line(), what + " stands for itself");
            } else if (from.size() > 1 || to.size() > 1) {
                synonyms.add(new Synonym(entry.key(), target, entry.line()));
            } else {
                Entry alike = byToken.putIfAbsent(from.get(0), entry);
                if (alike == null) {
                    table.tokenAliases.put(from.get(0), to.get(0));
                } else {
                    ofEntries.add(
                            entry.line(),
                            what + " is the same as " + Quoted.of(alike.key()) + " on line " + alike.line());
                }
            }
        }
        byToken.forEach(this::refuseChain);
    }

    private void refuseChain(String alias, Entry entry) {
        String target = table.tokenAliases.get(alias);
        String further = target == null ? null : table.tokenAliases.get(target);
        if (target != null && further != null) {
            problems.add(
                    entry.line(),
                    "alias " + Quoted.of(entry.key()) + " stands for " + Quoted.of(target)
                            + ", which is itself an alias, of " + Quoted.of(further));
        }
    }

    /** Adds the synonyms to the complete table, and their lines to those at which phrases are first listed. */
    void addSynonyms(Map<List<String>, Integer> lines) {
        for (Synonym synonym : synonyms) {
            String what = "alias " + Quoted.of(synonym.alias());
            List<String> from = table.tokens(synonym.alias());
            List<String> to = table.tokens(synonym.keyword());
            if (from == null || to == null) {
                throw new IllegalStateException("was checked before");
            }
            Integer keyword = table.phrases.get(to);
            if (keyword == null) {
                ofEntries.add(
                        synonym.line(),
                        what + " stands for " + Quoted.of(synonym.keyword()) + ", which is not a keyword"
                                + Nearest.hint(synonym.keyword(), table.names));
                continue;
            }
            Integer first = lines.putIfAbsent(from, synonym.line());
            if (first == null) {
                table.phrases.put(from, keyword);
                table.synonyms++;
            } else {
                ofEntries.add(synonym.line(), what + " is already listed, on line " + first);
            }
        }
    }

    /** The tokens of a valid phrase, or null after adding a problem. */
    static @Nullable List<String> checked(@Nullable List<String> tokens, String what, int line, Problems problems) {
        if (tokens == null) {
            problems.add(line, what + " has no letters or digits");
        } else if (tokens.size() > PhraseMatcher.MAX_PHRASE_TOKENS) {
            problems.add(line, what + " has more than " + PhraseMatcher.MAX_PHRASE_TOKENS + " words");
        } else {
            return tokens;
        }
        return null;
    }
}

package io.rolestream.rules.ruleset;

import io.rolestream.rules.matching.KeywordAutomaton;
import io.rolestream.rules.matching.Matches;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.AbstainReason;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.KeywordWeight;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleExplanation;
import io.rolestream.rules.vote.RuleVote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ordered list of rules: the first one with a keyword anywhere in the lower-cased text wins, even inside another
 * word, exactly as Python's {@code any(k in text.lower() for k in keywords)} finds it. A text without keywords gets the
 * fallback role.
 *
 * <p>Substring rules have no weights: the winner's score is 1, and confidence is one of two values of the file.
 */
final class SubstringRules implements RuleSet {
    private final String name;
    private final String version;
    private final Taxonomy taxonomy;
    private final List<SubstringRule> rules;
    private final SubstringConfidence confidence;
    private final KeywordAutomaton automaton;
    /** All keywords by number, in the order in which the rules first list them. */
    private final List<String> keywords;

    private final int[] firstRules;

    SubstringRules(String name, Taxonomy taxonomy, List<SubstringRule> rules, SubstringConfidence confidence) {
        this.name = name;
        this.version = RuleSetVersion.of(name, taxonomy, rules, confidence);
        this.confidence = confidence;
        this.taxonomy = taxonomy;
        this.rules = List.copyOf(rules);
        Map<String, Integer> first = new LinkedHashMap<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            for (String keyword : rules.get(rule).keywords()) {
                first.putIfAbsent(keyword, rule);
            }
        }
        this.keywords = List.copyOf(first.keySet());
        this.firstRules = first.values().stream().mapToInt(rule -> rule).toArray();
        this.automaton = new KeywordAutomaton(keywords);
    }

    @Override
    public RuleVote vote(String text) {
        Matches found = automaton.match(text);
        int winner = rules.size();
        for (int i = 0; i < found.size; i++) {
            winner = Math.min(winner, firstRules[found.keywords[i]]);
        }
        float[] scores = new float[taxonomy.size()];
        if (winner == rules.size()) {
            AbstainReason reason = AbstainReason.THIN_EVIDENCE;
            return new RuleVote(taxonomy.fallback(), true, reason, confidence.abstaining(), scores, List.of());
        }
        int role = rules.get(winner).role();
        scores[role] = 1;
        return new RuleVote(taxonomy.role(role), false, null, confidence.matched(), scores, matches(found, winner));
    }

    /** The winning rule's matched keywords. No earlier rule lists them, so their numbers are in the rule's order. */
    private List<KeywordMatch> matches(Matches found, int winner) {
        long[] order = new long[found.size];
        int count = 0;
        for (int i = 0; i < found.size; i++) {
            if (firstRules[found.keywords[i]] == winner) {
                order[count++] = ((long) found.keywords[i] << Integer.SIZE) | i;
            }
        }
        Arrays.sort(order, 0, count);
        KeywordMatch[] matches = new KeywordMatch[count];
        for (int m = 0; m < count; m++) {
            int i = (int) order[m];
            matches[m] = new KeywordMatch(keywords.get(found.keywords[i]), found.starts[i], found.ends[i]);
        }
        return List.of(matches);
    }

    @Override
    public RuleExplanation explain(String text) {
        return Explanations.ofSubstrings(vote(text), taxonomy);
    }

    @Override
    public List<RoleWeight> weights(String keyword) {
        return rules.stream()
                .filter(rule -> rule.keywords().contains(keyword))
                .mapToInt(SubstringRule::role)
                .distinct()
                .sorted()
                .mapToObj(role -> new RoleWeight(taxonomy.role(role), 1))
                .toList();
    }

    @Override
    public List<String> keywords() {
        return keywords.stream().sorted().toList();
    }

    @Override
    public Map<String, String> aliases() {
        return Map.of();
    }

    @Override
    public boolean isWeighted() {
        return false;
    }

    @Override
    public boolean hasLead() {
        return false;
    }

    @Override
    public RuleSet withWeights(Collection<KeywordWeight> weights) {
        throw new UnsupportedOperationException(
                "rule set " + version + " matches substrings, so its keywords have no weights; only phrases do");
    }

    @Override
    public RuleSet mapped(RoleMapping mapping) {
        List<SubstringRule> mapped = new ArrayList<>();
        for (SubstringRule rule : rules) {
            if (mapping.target(rule.role()) >= 0) {
                mapped.add(new SubstringRule(mapping.target(rule.role()), rule.keywords()));
            }
        }
        return new SubstringRules(name, mapping.to(), mapped, confidence);
    }

    @Override
    public RuleSet withRolesOf(RuleSet other, Collection<String> roles) {
        if (!(other instanceof SubstringRules that)) {
            return other;
        }
        List<SubstringRule> all = new ArrayList<>(rules);
        that.rules.stream()
                .filter(rule -> roles.contains(taxonomy.role(rule.role()).name()))
                .forEach(all::add);
        return new SubstringRules(name, taxonomy, all, confidence);
    }

    @Override
    public String toYaml() {
        return RuleFileWriter.substrings(name, taxonomy, rules, confidence);
    }

    @Override
    public RuleSetSummary summary() {
        Map<Role, Integer> byRole = new LinkedHashMap<>();
        taxonomy.roles().forEach(role -> byRole.put(role, 0));
        rules.forEach(
                rule -> byRole.merge(taxonomy.role(rule.role()), rule.keywords().size(), Integer::sum));
        int listed = byRole.values().stream().mapToInt(n -> n).sum();
        return new RuleSetSummary(version, "substring", keywords.size(), listed, 0, 0, byRole);
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Taxonomy taxonomy() {
        return taxonomy;
    }
}

package io.rolestream.rules.ruleset;

import io.rolestream.rules.matching.Matches;
import io.rolestream.rules.matching.PhraseMatcher;
import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.AbstainReason;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.KeywordWeight;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleExplanation;
import io.rolestream.rules.vote.RuleExplanation.Evidence;
import io.rolestream.rules.vote.RuleVote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weighted phrases: each keyword in the text adds its weights to its roles, once, and the highest sum wins if it
 * reaches the minimum score and no other role has the same.
 *
 * <p>Confidence grows with the lead of the winner over the second sum, which is taken as at least 0, as the file says
 * ({@link PhraseSettings.Confidence}). An abstention has {@value #ABSTAINING_CONFIDENCE}, which is about how often the
 * fallback is right in that case.
 */
final class PhraseRules implements RuleSet {
    static final float ABSTAINING_CONFIDENCE = 0.3f;

    private final String name;
    private final String version;
    private final Taxonomy taxonomy;
    private final PhraseSettings settings;
    private final long minimum;
    private final PhraseMatcher matcher;
    private final KeywordWeights weights;
    private final Map<String, Integer> keywords = new HashMap<>();
    private final int aliases;
    private final PhraseTable table;

    /** @param table not changed afterwards */
    PhraseRules(String name, Taxonomy taxonomy, PhraseSettings settings, PhraseTable table) {
        this.name = name;
        this.table = table;
        this.version = RuleSetVersion.of(name, taxonomy, settings, table);
        this.taxonomy = taxonomy;
        this.settings = settings;
        this.minimum = PhraseWeights.units(settings.minimumScore());
        this.matcher = new PhraseMatcher(table.phrases, table.tokenAliases);
        this.weights = new KeywordWeights(table, settings.leadFactor());
        this.aliases = table.tokenAliases.size() + table.synonyms;
        for (int i = 0; i < table.names.size(); i++) {
            keywords.put(table.names.get(i), i);
        }
    }

    @Override
    public RuleVote vote(String text) {
        return vote(matcher.match(text));
    }

    private RuleVote vote(Matches found) {
        long[] sums = new long[taxonomy.size()];
        KeywordMatch[] matches = new KeywordMatch[found.size];
        int count = 0;
        for (int i = 0; i < found.size; i++) {
            int keyword = found.keywords[i];
            if (!weights.isIgnored(keyword)) {
                weights.add(keyword, isLeading(found, i), sums);
                matches[count++] = new KeywordMatch(weights.name(keyword), found.starts[i], found.ends[i]);
            }
        }
        return decide(sums, List.of(count == matches.length ? matches : Arrays.copyOf(matches, count)));
    }

    private boolean isLeading(Matches found, int i) {
        return found.firstTokens[i] < settings.leadTokens();
    }

    private RuleVote decide(long[] sums, List<KeywordMatch> matches) {
        int best = 0;
        for (int role = 1; role < sums.length; role++) {
            best = sums[role] > sums[best] ? role : best;
        }
        long second = 0;
        for (int role = 0; role < sums.length; role++) {
            second = role == best ? second : Math.max(second, sums[role]);
        }
        AbstainReason reason =
                sums[best] < minimum ? AbstainReason.THIN_EVIDENCE : sums[best] == second ? AbstainReason.TIE : null;
        float[] scores = new float[sums.length];
        for (int role = 0; role < sums.length; role++) {
            scores[role] = PhraseWeights.weight(sums[role]);
        }
        Role winner = reason == null ? taxonomy.role(best) : taxonomy.fallback();
        float confidence = reason == null
                ? settings.confidence().of(PhraseWeights.weight(sums[best] - second))
                : ABSTAINING_CONFIDENCE;
        return new RuleVote(winner, reason != null, reason, confidence, scores, matches);
    }

    @Override
    public RuleExplanation explain(String text) {
        Matches found = matcher.match(text);
        RuleVote vote = vote(found);
        List<Evidence> evidence = new ArrayList<>();
        List<KeywordMatch> ignored = new ArrayList<>();
        for (int i = 0; i < found.size; i++) {
            int keyword = found.keywords[i];
            KeywordMatch match = new KeywordMatch(weights.name(keyword), found.starts[i], found.ends[i]);
            if (weights.isIgnored(keyword)) {
                ignored.add(match);
            } else {
                evidence.add(new Evidence(match, weights.list(keyword, isLeading(found, i), taxonomy)));
            }
        }
        return Explanations.ofPhrases(vote, evidence, ignored, taxonomy, settings.minimumScore());
    }

    @Override
    public List<RoleWeight> weights(String keyword) {
        Integer index = keywords.get(keyword);
        return index == null ? List.of() : weights.list(index, false, taxonomy);
    }

    @Override
    public List<String> keywords() {
        return keywords.entrySet().stream()
                .filter(keyword -> !weights.isIgnored(keyword.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public Map<String, String> aliases() {
        return table.aliases();
    }

    @Override
    public boolean isWeighted() {
        return true;
    }

    @Override
    public boolean hasLead() {
        return settings.leadTokens() > 0 && settings.leadFactor() != 1;
    }

    @Override
    public RuleSet withWeights(Collection<KeywordWeight> changes) {
        PhraseTable changed = table.copy();
        Set<List<Object>> seen = new HashSet<>();
        for (KeywordWeight change : changes) {
            Integer keyword = keywords.get(change.keyword());
            int role = taxonomy.indexOf(change.role().name());
            if (keyword == null || role < 0 || !seen.add(List.of(keyword, role))) {
                String why = keyword == null ? "no such keyword" : role < 0 ? "no such role" : "listed twice";
                throw new IllegalArgumentException(change + ": " + why);
            }
            if (!(Math.abs(change.weight()) <= PhraseWeights.LIMIT)) {
                throw new IllegalArgumentException(change + ": a weight must be between -100 and 100");
            }
            changed.setWeight(keyword, role, PhraseWeights.units(change.weight()));
        }
        if (changed.weights.stream().allMatch(Map::isEmpty)) {
            throw new IllegalArgumentException("rule set " + name + " would have no weights left");
        }
        return new PhraseRules(name, taxonomy, settings, changed);
    }

    @Override
    public RuleSet mapped(RoleMapping mapping) {
        PhraseTable mapped = table.copy();
        Set<Integer> dropped = new HashSet<>();
        for (int keyword = 0; keyword < mapped.weights.size(); keyword++) {
            Map<Integer, Long> ofKeyword = mapped.weights.get(keyword);
            Map<Integer, Long> before = Map.copyOf(ofKeyword);
            ofKeyword.clear();
            before.forEach((role, units) -> {
                int target = mapping.target(role);
                if (target >= 0) {
                    ofKeyword.merge(target, units, Math::max);
                }
            });
            if (ofKeyword.isEmpty() && !before.isEmpty()) {
                dropped.add(keyword);
            }
        }
        return new PhraseRules(name, mapping.to(), settings, dropped.isEmpty() ? mapped : mapped.without(dropped));
    }

    @Override
    public RuleSet withRolesOf(RuleSet other, Collection<String> roles) {
        if (!(other instanceof PhraseRules that)) {
            return other;
        }
        Set<Integer> taken = new HashSet<>();
        roles.forEach(role -> taken.add(taxonomy.indexOf(role)));
        PhraseTable changed = table.copy();
        Map<List<String>, Integer> phrases = new LinkedHashMap<>(that.table.phrases);
        phrases.values()
                .removeIf(theirs ->
                        Collections.disjoint(that.table.weights.get(theirs).keySet(), taken));
        addAliases(changed, that.table.tokenAliases, PhraseTable.words(phrases.keySet()));
        Map<Integer, Integer> indices = new HashMap<>();
        phrases.forEach((tokens, theirs) -> {
            Map<Integer, Long> taking = new HashMap<>(that.table.weights.get(theirs));
            taking.keySet().retainAll(taken);
            List<String> aliased = tokens.stream().map(changed::aliased).toList();
            Integer known = indices.get(theirs);
            if (known == null) {
                int keyword = changed.keyword(aliased, that.table.names.get(theirs));
                indices.put(theirs, keyword);
                taking.forEach((role, units) -> changed.setWeight(keyword, role, units));
            } else if (changed.phrases.putIfAbsent(aliased, known) == null) {
                changed.synonyms++;
            }
        });
        return new PhraseRules(name, taxonomy, settings, changed);
    }

    /** Adds those aliases of some words that the table does not use itself. */
    private static void addAliases(PhraseTable table, Map<String, String> aliases, Set<String> words) {
        Set<String> used = PhraseTable.words(table.phrases.keySet());
        used.addAll(table.tokenAliases.keySet());
        used.addAll(table.tokenAliases.values());
        aliases.forEach((alias, word) -> {
            if (words.contains(word) && !used.contains(alias)) {
                table.tokenAliases.put(alias, table.aliased(word));
            }
        });
    }

    @Override
    public String toYaml() {
        return RuleFileWriter.phrases(name, taxonomy, settings, table);
    }

    @Override
    public RuleSetSummary summary() {
        Map<Role, Integer> byRole = new LinkedHashMap<>();
        int[] counts = weights.counts(taxonomy.size());
        for (int role = 0; role < counts.length; role++) {
            byRole.put(taxonomy.role(role), counts[role]);
        }
        int total = byRole.values().stream().mapToInt(n -> n).sum();
        int ignored = weights.ignored();
        return new RuleSetSummary(version, "phrases", weights.size() - ignored, total, aliases, ignored, byRole);
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

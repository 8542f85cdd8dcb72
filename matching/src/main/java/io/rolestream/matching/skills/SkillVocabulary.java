package io.rolestream.matching.skills;

import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.matching.Matches;
import io.rolestream.rules.matching.PhraseMatcher;
import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RoleWeight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The skills that texts are searched for: those of the vocabulary's file, and the keywords of a rule set that are in
 * neither the file's skills nor its words. A text names a skill where it holds the skill's name or another spelling as
 * whole tokens ("k8s", "C Sharp"), the longest at each place. Immutable and thread-safe.
 */
public final class SkillVocabulary {
    private static final float LEAST_WEIGHT = 0.5f;
    private static final float GREATEST_WEIGHT = 4;
    private static final int SHOWN_HASH = 8;

    private final List<String> names;
    private final Map<String, Float> weights;
    private final PhraseMatcher matcher;
    private final UnclearWords unclear;
    private final String version;

    private SkillVocabulary(
            List<String> names,
            Map<String, Float> weights,
            Map<List<String>, Integer> phrases,
            Map<String, String> unclear) {
        this.names = List.copyOf(names);
        this.weights = Map.copyOf(weights);
        this.matcher = new PhraseMatcher(phrases, Map.of());
        this.unclear = new UnclearWords(unclear);
        Map<String, Object> all = new TreeMap<>();
        phrases.forEach((tokens, skill) -> all.put(String.join(" ", tokens), names.get(skill) + "=" + weightAt(skill)));
        all.put("unclear", new TreeMap<>(unclear));
        version = Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, SHOWN_HASH);
    }

    private float weightAt(int index) {
        return weights.getOrDefault(names.get(index), 0f);
    }

    /** The file's skills and a rule set's keywords and aliases. */
    public static SkillVocabulary of(RuleSet rules) {
        SkillFile file = SkillFile.read();
        Map<String, Float> weights = new LinkedHashMap<>(file.weights);
        Map<List<String>, String> spellings = new LinkedHashMap<>();
        file.spellings.forEach((tokens, skill) -> {
            // An unclear word is found in lists alone, also where it is a skill's own name.
            if (tokens.size() > 1 || !file.unclear.containsKey(tokens.get(0))) {
                spellings.put(tokens, skill == null ? "" : skill);
            }
        });
        for (String keyword : rules.keywords()) {
            List<String> tokens = PhraseTable.rawTokens(keyword);
            if (tokens != null && isSkill(tokens, file) && spellings.putIfAbsent(tokens, keyword) == null) {
                weights.put(keyword, greatest(rules.weights(keyword)));
            }
        }
        rules.aliases().forEach((alias, keyword) -> {
            List<String> tokens = PhraseTable.rawTokens(alias);
            List<String> target = PhraseTable.rawTokens(keyword);
            String skill = target == null ? null : spellings.get(target);
            if (tokens != null && skill != null && isSkill(tokens, file)) {
                spellings.putIfAbsent(tokens, skill);
            }
        });
        List<String> names = new ArrayList<>();
        Map<String, Integer> indices = new LinkedHashMap<>();
        Map<List<String>, Integer> phrases = new LinkedHashMap<>();
        spellings.forEach((tokens, skill) -> {
            Integer index = indices.computeIfAbsent(skill, name -> {
                names.add(name);
                return names.size() - 1;
            });
            phrases.put(tokens, index);
        });
        return new SkillVocabulary(names, weights, phrases, file.unclear);
    }

    private static boolean isSkill(List<String> tokens, SkillFile file) {
        return !file.words.contains(tokens)
                && !file.titles.contains(tokens.get(tokens.size() - 1))
                && (tokens.size() > 1 || !file.unclear.containsKey(tokens.get(0)));
    }

    private static float greatest(List<RoleWeight> ofRoles) {
        double greatest = ofRoles.stream().mapToDouble(RoleWeight::weight).max().orElse(LEAST_WEIGHT);
        return (float) Math.max(LEAST_WEIGHT, Math.min(GREATEST_WEIGHT, greatest));
    }

    /** The skills that a text names, in the order of their first mentions. */
    public List<SkillMention> find(String text) {
        List<SkillMention> mentions = new ArrayList<>();
        Matches matches = matcher.match(text);
        for (int i = 0; i < matches.size; i++) {
            String skill = names.get(matches.keywords[i]);
            if (!skill.isEmpty()) {
                mentions.add(new SkillMention(skill, matches.starts[i], matches.ends[i]));
            }
        }
        mentions.addAll(unclear.find(text));
        mentions.sort(Comparator.comparingInt(SkillMention::start));
        Set<String> seen = new HashSet<>();
        mentions.removeIf(mention -> !seen.add(mention.skill()));
        return mentions;
    }

    /** How telling a skill is of a job, above 0; 0 if it is unknown. */
    public float weight(String skill) {
        return weights.getOrDefault(skill, 0f);
    }

    /** Skills with the most telling first; equal ones keep their order. */
    public List<String> sorted(Collection<String> skills) {
        return skills.stream()
                .sorted(Comparator.comparingDouble(skill -> -weight(skill)))
                .toList();
    }

    /** 8 hexadecimal digits over all spellings, names and weights. */
    public String version() {
        return version;
    }

    /** All skills. */
    public Set<String> skills() {
        return weights.keySet();
    }
}

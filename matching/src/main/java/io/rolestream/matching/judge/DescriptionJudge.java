package io.rolestream.matching.judge;

import io.rolestream.matching.skills.SkillMention;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges descriptions of jobs by rules alone, so that a generator which was rewarded by a model is not judged by what
 * it learnt to please. No figure is enough by itself: a list of the resume's skills has the best F1, a copy of the
 * resume invents nothing, and only the copied share, the distinct pairs, the length and a judge that is a model
 * ({@link JudgeModels}) tell them from a description. Immutable and thread-safe.
 */
public final class DescriptionJudge {
    private final RuleSet rules;
    private final SkillVocabulary vocabulary;
    private final Map<String, Set<String>> profiles;

    public DescriptionJudge(RuleSet rules) {
        this.rules = rules;
        this.vocabulary = SkillVocabulary.of(rules);
        this.profiles = profiles(rules, vocabulary);
    }

    /** By role: the skills of the vocabulary that are keywords of the role, or are named in one. */
    private static Map<String, Set<String>> profiles(RuleSet rules, SkillVocabulary vocabulary) {
        Map<String, Set<String>> profiles = new LinkedHashMap<>();
        for (String keyword : rules.keywords()) {
            Set<String> named = skills(vocabulary, keyword);
            rules.weights(keyword)
                    .forEach(weight -> profiles.computeIfAbsent(weight.role().name(), role -> new LinkedHashSet<>())
                            .addAll(named));
        }
        return profiles;
    }

    private static Set<String> skills(SkillVocabulary vocabulary, String text) {
        Set<String> skills = new LinkedHashSet<>();
        vocabulary.find(text).stream().map(SkillMention::skill).forEach(skills::add);
        return skills;
    }

    /**
     * Measures a description.
     *
     * @throws IllegalArgumentException if the resume's role is given and not in the taxonomy
     */
    public DescriptionMeasures judge(JudgedDescription described) {
        String resume = described.text();
        String role = role(described, resume);
        Set<String> owned = skills(vocabulary, resume);
        Set<String> named = skills(vocabulary, described.description());
        Set<String> usual = role == null ? Set.of() : profiles.getOrDefault(role, Set.of());
        long shared = named.stream().filter(owned::contains).count();
        long invented = named.stream()
                .filter(skill -> !owned.contains(skill) && !usual.contains(skill))
                .count();
        List<String> words = CopiedSpans.words(described.description());
        List<String> source = CopiedSpans.words(resume);
        return new DescriptionMeasures(
                role == null ? null : role.equals(voted(described.description())),
                share(shared, named.size()),
                share(shared, owned.size()),
                share(invented, named.size()),
                CopiedSpans.share(words, source),
                CopiedSpans.longest(words, source),
                CopiedSpans.distinctPairs(words),
                words.size(),
                null,
                null);
    }

    private @Nullable String role(JudgedDescription described, String resume) {
        String given = described.role();
        if (given == null) {
            return voted(resume);
        }
        if (!rules.taxonomy().contains(given)) {
            throw new IllegalArgumentException("the role \"" + given + "\" is not one of "
                    + String.join(", ", rules.taxonomy().names()));
        }
        return given;
    }

    /** The role that the rules vote for; null if they abstain. */
    private @Nullable String voted(String text) {
        RuleVote vote = rules.vote(text);
        Role role = vote.role();
        return vote.abstained() ? null : role.name();
    }

    private static double share(long part, int all) {
        return all == 0 ? 0 : (double) part / all;
    }
}

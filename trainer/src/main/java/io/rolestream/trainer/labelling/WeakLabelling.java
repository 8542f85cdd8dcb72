package io.rolestream.trainer.labelling;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleVote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects and counts the votes of weak labellers. Thread-safe. */
public final class WeakLabelling {
    private static final int ABSTAINS = -1;
    private static final int FIRST_SKILLS = 4;
    private static final int WORDS_OF_A_SKILL = 3;

    /** About two words that few descriptions share. */
    private static final double LEAST_LIKENESS = 2;

    private final RuleSet rules;
    private final Taxonomy taxonomy;
    private final List<WeakLabeller> labellers;
    private final Map<String, double[]> keywords = new LinkedHashMap<>();
    private final List<Set<String>> descriptions;
    private final Map<String, Double> rarity = new HashMap<>();

    /** @param labellers the first decides if there is no majority */
    public WeakLabelling(RuleSet rules, List<WeakLabeller> labellers) {
        this.rules = rules;
        this.taxonomy = rules.taxonomy();
        this.labellers = List.copyOf(labellers);
        for (String keyword : rules.keywords()) {
            double[] weights = new double[taxonomy.size()];
            for (RoleWeight weight : rules.weights(keyword)) {
                weights[taxonomy.indexOf(weight.role().name())] = weight.weight();
            }
            keywords.put(keyword, weights);
        }
        this.descriptions = taxonomy.roles().stream()
                .map(role -> Set.copyOf(new HashSet<>(TextWords.of(role.name() + " " + role.description()))))
                .toList();
        Map<String, Integer> counts = new HashMap<>();
        descriptions.forEach(words -> words.forEach(word -> counts.merge(word, 1, Integer::sum)));
        counts.forEach((word, count) -> rarity.put(word, Math.log((double) taxonomy.size() / count)));
    }

    /** @param vote of the rules on the text */
    public Consensus on(String text, RuleVote vote) {
        int[] named = labellers.stream()
                .mapToInt(labeller -> ask(labeller, text, vote))
                .filter(role -> role != ABSTAINS)
                .toArray();
        if (named.length == 0) {
            return new Consensus(taxonomy.fallbackIndex(), true, false);
        }
        int[] votes = new int[taxonomy.size()];
        for (int role : named) {
            votes[role]++;
        }
        int best = named[0];
        for (int role : named) {
            best = votes[role] > votes[best] ? role : best;
        }
        return new Consensus(best, false, votes[best] < named.length);
    }

    /** @return the role's index, -1 if the labeller abstains */
    int ask(WeakLabeller labeller, String text, RuleVote vote) {
        return switch (labeller) {
            case RULES -> role(vote);
            case KEYWORD_COUNT -> keywordCount(text, vote);
            case STRONGEST_KEYWORD -> strongestKeyword(vote);
            case FIRST_SKILLS -> role(rules.vote(TextWords.firstSkills(text, FIRST_SKILLS, WORDS_OF_A_SKILL)));
            case ROLE_NAMES -> roleName(text);
            case DESCRIPTIONS -> nearestDescription(text);
        };
    }

    private int role(RuleVote vote) {
        return vote.abstained() ? ABSTAINS : taxonomy.indexOf(vote.role().name());
    }

    private int keywordCount(String text, RuleVote vote) {
        double[] counts = new double[taxonomy.size()];
        if (rules.isWeighted()) {
            for (KeywordMatch match : vote.matches()) {
                count(weights(match), counts);
            }
        } else {
            String lower = text.toLowerCase(Locale.ROOT);
            keywords.forEach((keyword, weights) -> {
                if (TextWords.contains(lower, keyword)) {
                    count(weights, counts);
                }
            });
        }
        return single(counts);
    }

    private double[] weights(KeywordMatch match) {
        return Objects.requireNonNull(keywords.get(match.keyword()), match.keyword());
    }

    private static void count(double[] weights, double[] counts) {
        int best = single(weights);
        if (best != ABSTAINS) {
            counts[best]++;
        }
    }

    private int strongestKeyword(RuleVote vote) {
        double[] strongest = new double[taxonomy.size()];
        for (KeywordMatch match : vote.matches()) {
            double[] weights = weights(match);
            for (int role = 0; role < strongest.length; role++) {
                strongest[role] = Math.max(strongest[role], weights[role]);
            }
        }
        return single(strongest);
    }

    private int roleName(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int found = ABSTAINS;
        for (int role = 0; role < taxonomy.size(); role++) {
            if (role != taxonomy.fallbackIndex()
                    && TextWords.contains(lower, taxonomy.role(role).name().toLowerCase(Locale.ROOT))) {
                if (found != ABSTAINS) {
                    return ABSTAINS;
                }
                found = role;
            }
        }
        return found;
    }

    private int nearestDescription(String text) {
        double[] likeness = new double[taxonomy.size()];
        for (String word : new HashSet<>(TextWords.of(text))) {
            double rare = rarity.getOrDefault(word, 0.0);
            for (int role = 0; rare > 0 && role < likeness.length; role++) {
                likeness[role] += descriptions.get(role).contains(word) ? rare : 0;
            }
        }
        int best = single(likeness);
        return best == ABSTAINS || likeness[best] < LEAST_LIKENESS ? ABSTAINS : best;
    }

    /** The index of the greatest value if it is positive and unique, else -1. */
    private static int single(double[] values) {
        int best = 0;
        boolean tie = false;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
                tie = false;
            } else if (values[i] == values[best]) {
                tie = true;
            }
        }
        return values[best] <= 0 || tie ? ABSTAINS : best;
    }
}

package io.rolestream.trainer.labelling;

import io.rolestream.labellers.linear.TextWords;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleVote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects and counts the votes of weak labellers. Thread-safe. */
public final class WeakLabelling {
    private static final int ABSTAINS = -1;
    private static final int FIRST_SKILLS = 4;
    private static final int WORDS_OF_A_SKILL = 3;

    /** About two words that few descriptions share. */
    private static final double LEAST_LIKENESS = 2;

    private final RuleSet rules;
    private final Taxonomy taxonomy;
    private final List<Voter> voters;
    private final Map<String, double[]> keywords = new LinkedHashMap<>();
    private final List<Set<String>> descriptions;
    private final Map<String, Double> rarity = new HashMap<>();
    private final @Nullable DawidSkene agreement;

    /** One that votes: a labeller or, of the observed ones, that with this name. */
    private record Voter(WeakLabeller labeller, String observed) {}

    /**
     * By majority.
     *
     * @param labellers the first decides if there is no majority
     */
    public WeakLabelling(RuleSet rules, List<WeakLabeller> labellers) {
        this(rules, labellers, Aggregation.MAJORITY, List.of());
    }

    /**
     * @param labellers the first decides if there is no majority
     * @param texts to learn from how far labellers agree, and which ones are observed
     */
    public WeakLabelling(
            RuleSet rules, List<WeakLabeller> labellers, Aggregation aggregation, List<TrainingText> texts) {
        this.rules = rules;
        this.taxonomy = rules.taxonomy();
        this.voters = voters(labellers, texts);
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
        this.agreement = aggregation == Aggregation.DAWID_SKENE && !texts.isEmpty() && !voters.isEmpty()
                ? DawidSkene.fit(
                        texts.stream()
                                .map(text -> votes(text, rules.vote(text.text())))
                                .toArray(int[][]::new),
                        taxonomy.size())
                : null;
    }

    private static List<Voter> voters(List<WeakLabeller> labellers, List<TrainingText> texts) {
        List<Voter> voters = new ArrayList<>();
        for (WeakLabeller labeller : labellers) {
            if (labeller == WeakLabeller.OBSERVED) {
                texts.stream()
                        .flatMap(text -> text.observed().keySet().stream())
                        .distinct()
                        .sorted()
                        .forEach(name -> voters.add(new Voter(labeller, name)));
            } else {
                voters.add(new Voter(labeller, ""));
            }
        }
        return List.copyOf(voters);
    }

    /** @param vote of the rules on the text */
    public Consensus on(TrainingText text, RuleVote vote) {
        int[] votes = votes(text, vote);
        int[] named = Arrays.stream(votes).filter(role -> role != ABSTAINS).toArray();
        if (named.length == 0) {
            return new Consensus(taxonomy.fallbackIndex(), true, false);
        }
        boolean conflicting = Arrays.stream(named).anyMatch(role -> role != named[0]);
        return new Consensus(agreement == null ? majority(named) : agreement.role(votes), false, conflicting);
    }

    private int[] votes(TrainingText text, RuleVote vote) {
        return voters.stream()
                .mapToInt(voter -> voter.labeller() == WeakLabeller.OBSERVED
                        ? observed(text, voter.observed())
                        : ask(voter.labeller(), text.text(), vote))
                .toArray();
    }

    private int observed(TrainingText text, String labeller) {
        String role = text.observed().get(labeller);
        return role == null ? ABSTAINS : taxonomy.indexOf(role);
    }

    private int majority(int[] named) {
        int[] votes = new int[taxonomy.size()];
        for (int role : named) {
            votes[role]++;
        }
        int best = named[0];
        for (int role : named) {
            best = votes[role] > votes[best] ? role : best;
        }
        return best;
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
            case OBSERVED -> ABSTAINS; // known by name alone
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

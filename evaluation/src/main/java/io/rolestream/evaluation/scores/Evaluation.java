package io.rolestream.evaluation.scores;

import io.rolestream.rules.role.Taxonomy;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's evaluation on all sets. The same items and parameters give exactly the same evaluation.
 *
 * @param champion null if there is none
 */
public record Evaluation(
        Taxonomy taxonomy,
        DecisionParameters parameters,
        @Nullable Champion champion,
        Map<SetName, SetEvaluation> sets) {
    public static final int RESAMPLES = 2000;
    public static final long SEED = 20_240_229;

    public Evaluation {
        sets = Collections.unmodifiableMap(new EnumMap<>(sets));
    }

    /**
     * @param sets at least one, each name once
     * @throws IllegalArgumentException if a set is repeated, has another number of roles, lacks the champion's logits,
     *     or has such logits without a champion
     */
    public static Evaluation of(
            Taxonomy taxonomy, DecisionParameters parameters, @Nullable Champion champion, List<EvaluationSet> sets) {
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("there is no set to evaluate on");
        }
        Map<SetName, SetEvaluation> results = new EnumMap<>(SetName.class);
        for (EvaluationSet set : sets) {
            check(taxonomy, champion, set);
            SetEvaluation result = SetEvaluation.of(taxonomy, set, parameters, champion, RESAMPLES, SEED);
            if (results.putIfAbsent(set.name(), result) != null) {
                throw new IllegalArgumentException("the set " + set.name().key() + " is there twice");
            }
        }
        return new Evaluation(taxonomy, parameters, champion, results);
    }

    private static void check(Taxonomy taxonomy, @Nullable Champion champion, EvaluationSet set) {
        String name = set.name().key();
        if (set.roles() != taxonomy.size()) {
            throw new IllegalArgumentException("items of the set " + name + " have logits for " + set.roles()
                    + " roles, but the taxonomy has " + taxonomy.size());
        }
        if (champion != null && !set.hasChampion()) {
            throw new IllegalArgumentException("items of the set " + name + " have no logits of the champion, "
                    + champion.version() + "; it is compared on the same items");
        }
        if (champion == null && set.hasChampion()) {
            throw new IllegalArgumentException(
                    "items of the set " + name + " have logits of a champion, but none is named");
        }
    }

    public @Nullable SetEvaluation set(SetName name) {
        return sets.get(name);
    }
}

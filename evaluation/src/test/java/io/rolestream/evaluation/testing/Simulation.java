package io.rolestream.evaluation.testing;

import io.rolestream.evaluation.scores.Champion;
import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.EvaluationSet;
import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Items whose labellers answer by chance, as often right as a test wants. */
public final class Simulation {
    /** What one labeller answers to an item. */
    public interface Labeller {
        /** @param truth the true role of the item */
        int answer(int truth, SplittableRandom random);
    }

    /** How sure simulated models are of their answers, whether they are right or not. */
    private static final double CONFIDENCE = 0.85;

    private final Taxonomy taxonomy;
    private final SplittableRandom random;
    private double confidence = CONFIDENCE;
    private @Nullable Labeller champion;

    public Simulation(Taxonomy taxonomy, long seed) {
        this.taxonomy = taxonomy;
        this.random = new SplittableRandom(seed);
    }

    /** Roles called "Role 0" and so on; the last is the fallback. */
    public static Taxonomy taxonomy(int roles) {
        return new Taxonomy(
                IntStream.range(0, roles)
                        .mapToObj(i -> new Role("Role " + i, "Does " + i + "."))
                        .toList(),
                "Role " + (roles - 1));
    }

    /** The labeller that is right so often, and otherwise answers any role. */
    public static Labeller rightIn(double share, int roles) {
        return (truth, random) -> random.nextDouble() < share ? truth : random.nextInt(roles);
    }

    /** How sure models are. */
    public Simulation withConfidence(double newConfidence) {
        confidence = newConfidence;
        return this;
    }

    /** Who is the champion. */
    public Simulation withChampion(Labeller newChampion) {
        champion = newChampion;
        return this;
    }

    /** A set with true roles as likely as each other. */
    public EvaluationSet set(SetName name, int items, Labeller rules, Labeller model) {
        return set(name, IntStream.range(0, items).map(i -> i % taxonomy.size()).toArray(), rules, model);
    }

    /** A set with given true roles. The rules' score of the role that they answer is 3. */
    public EvaluationSet set(SetName name, int[] truth, Labeller rules, Labeller model) {
        List<ScoredItem> items = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            int ruleRole = rules.answer(truth[i], random);
            float[] scores = new float[taxonomy.size()];
            scores[ruleRole] = 3;
            ScoredItem item = ScoredItem.of(
                    String.format("%032x", i), truth[i], ruleRole, scores, logits(model.answer(truth[i], random)));
            items.add(champion == null ? item : item.withChampion(logits(champion.answer(truth[i], random))));
        }
        return new EvaluationSet(name, false, items);
    }

    /** The evaluation of sets, with a champion called "champion-1" where they have one. */
    public Evaluation evaluate(EvaluationSet... sets) {
        return Evaluation.of(
                taxonomy,
                DecisionParameters.DEFAULT,
                champion == null ? null : new Champion("champion-1", DecisionParameters.DEFAULT),
                List.of(sets));
    }

    private float[] logits(int answer) {
        float[] logits = new float[taxonomy.size()];
        logits[answer] = (float) Math.log(confidence * (logits.length - 1) / (1 - confidence));
        return logits;
    }
}

package io.rolestream.trainer.recipe;

import io.rolestream.engine.batching.Rows;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import io.rolestream.trainer.labelling.Consensus;
import io.rolestream.trainer.labelling.KeywordHiding;
import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.labelling.WeakLabelling;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

final class Targets {
    private final Taxonomy taxonomy;
    private final RuleSet rules;
    private final Recipe recipe;
    private final WeakLabelling labelling;
    private final long seed;

    /** @param learnt the texts to train on */
    Targets(RuleSet rules, Recipe recipe, List<TrainingText> learnt, long seed) {
        this.taxonomy = rules.taxonomy();
        this.rules = rules;
        this.recipe = recipe;
        this.labelling = new WeakLabelling(
                rules, recipe.labels().labellers(), recipe.labels().aggregation(), learnt);
        this.seed = seed;
    }

    /**
     * A text and its training target.
     *
     * @param learntText the text with keywords possibly hidden
     * @param target the share of each role, {@code [roles]}, summing to 1; not copied
     * @param answered whether a person gave the target
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Target(TrainingText source, String learntText, float[] target, float weight, boolean answered) {
        int role() {
            return Rows.argmax(target);
        }

        Target learnt(float[] otherTarget, float otherWeight) {
            return new Target(source, learntText, otherTarget, otherWeight, answered);
        }
    }

    /** In the order of the texts; those without weight are left out. */
    List<Target> of(List<TrainingText> texts) {
        List<Target> targets = new ArrayList<>();
        for (TrainingText text : texts) {
            Target target = target(text);
            if (target.weight() > 0) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** Targets for measuring a model: nothing hidden, all weights 1. */
    List<Target> asTheyAre(List<TrainingText> texts) {
        return texts.stream()
                .map(text -> new Target(text, text.text(), target(text).target(), 1, text.answer() != null))
                .toList();
    }

    private Target target(TrainingText text) {
        RuleVote vote = rules.vote(text.text());
        String learnt = isHidden(text) ? KeywordHiding.hide(text.text(), rules) : text.text();
        String answer = text.answer();
        if (answer != null) {
            return new Target(
                    text,
                    learnt,
                    certain(taxonomy.indexOf(answer)),
                    (float) recipe.labels().answerWeight(),
                    true);
        }
        Consensus consensus = labelling.on(text, vote);
        double weight = consensus.abstained()
                ? recipe.labels().abstentionWeight()
                : consensus.conflicting() ? recipe.labels().conflictWeight() : 1;
        return new Target(text, learnt, certain(consensus.role()), (float) weight, false);
    }

    private float[] certain(int role) {
        float[] target = new float[taxonomy.size()];
        target[role] = 1;
        return target;
    }

    /** Drawn by content and seed, so that it does not depend on the order. */
    private boolean isHidden(TrainingText text) {
        long drawn = HexFormat.fromHexDigitsToLong(text.contentHash(), 8, 24) ^ seed;
        return new SplittableRandom(drawn).nextDouble() < recipe.labels().hiddenKeywords();
    }
}

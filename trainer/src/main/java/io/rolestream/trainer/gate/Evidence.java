package io.rolestream.trainer.gate;

import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.verdict.GateLimits;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses the set for each check. */
record Evidence(Evaluation evaluation, GateLimits limits) {
    /**
     * The set that a model is judged on: the random slice of gold, gold or silver, the first with enough items, else
     * the largest.
     */
    SetEvaluation judged() {
        return firstWithEnough(SetName.GOLD_RANDOM_SLICE, SetName.GOLD, SetName.SILVER);
    }

    /**
     * The set for calibration. Gold comes last: it was picked as doubtful, so models are right less often than on the
     * stream.
     */
    SetEvaluation likeTheStream() {
        return firstWithEnough(SetName.GOLD_RANDOM_SLICE, SetName.SILVER, SetName.GOLD);
    }

    private SetEvaluation firstWithEnough(SetName... names) {
        return Stream.of(names)
                .map(evaluation::set)
                .filter(set -> set != null && enough(set))
                .findFirst()
                .orElseGet(() -> evaluation.sets().values().stream()
                        .max(Comparator.comparingLong(SetEvaluation::items))
                        .orElseThrow());
    }

    /**
     * The set for comparisons: the random slice of gold if it has enough items, else gold, else either; null without
     * both.
     *
     * @param notChosenOn excludes sets that chose parameters of the model
     */
    @Nullable
    SetEvaluation gold(boolean notChosenOn) {
        SetEvaluation random = usable(SetName.GOLD_RANDOM_SLICE, notChosenOn);
        SetEvaluation all = usable(SetName.GOLD, notChosenOn);
        if (random == null || all == null) {
            return random == null ? all : random;
        }
        return enough(random) || random.items() >= all.items() ? random : all;
    }

    private @Nullable SetEvaluation usable(SetName name, boolean notChosenOn) {
        SetEvaluation set = evaluation.set(name);
        return set == null || (notChosenOn && set.usedForChoosing()) ? null : set;
    }

    boolean enough(SetEvaluation set) {
        return set.items() >= needed(set);
    }

    int needed(SetEvaluation set) {
        return set.name().labelledByPeople()
                ? limits.items().gold()
                : limits.items().silver();
    }

    /** Whether a set is weak evidence: too small, labelled by the rules, or used to choose parameters. */
    boolean weak(SetEvaluation set) {
        return !enough(set) || !set.name().labelledByPeople() || set.usedForChoosing();
    }
}

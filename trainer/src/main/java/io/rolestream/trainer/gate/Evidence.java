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
     * What a model's scores are judged on: the random slice of gold where it has enough items, else all gold where that
     * has, else silver, which the rules labelled. Where none has enough, the largest.
     */
    SetEvaluation judged() {
        return firstWithEnough(SetName.GOLD_RANDOM_SLICE, SetName.GOLD, SetName.SILVER);
    }

    /**
     * What the calibration is judged on. Gold was picked for being doubtful, and models are less often right there than
     * they should be on the stream; so it comes last.
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
     * What a model is compared with others on: the random slice of gold where it has enough items, else gold, else
     * whichever of them there is; null without either.
     *
     * @param notChosenOn leaves out sets that something of the model was chosen by
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

    /** Whether a set has enough items to be judged on. */
    boolean enough(SetEvaluation set) {
        return set.items() >= needed(set);
    }

    /** How many items that takes. */
    int needed(SetEvaluation set) {
        return set.name().labelledByPeople()
                ? limits.items().gold()
                : limits.items().silver();
    }

    /**
     * Whether what a set says is weak: it is too small, the rules labelled it, or something of the model was chosen by
     * it.
     */
    boolean weak(SetEvaluation set) {
        return !enough(set) || !set.name().labelledByPeople() || set.usedForChoosing();
    }
}

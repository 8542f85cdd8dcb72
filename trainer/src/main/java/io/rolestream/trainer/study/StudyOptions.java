package io.rolestream.trainer.study;

import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.recipe.TrainingSettings;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a study is run with. Models are named as a checkpoint directory or by their name on a hub.
 *
 * @param base to fine-tune, such as {@code roberta-base}; null if there is none
 * @param zeroShot an entailment model, such as {@code facebook/bart-large-mnli}; null if there is none
 * @param prompted a T5, such as {@code google/flan-t5-small}; null if there is none
 * @param grid whether the study's own next steps are tried as well
 * @param recipe the trainer's settings over a rule set
 * @param threads for each operation, at least 1
 */
public record StudyOptions(
        @Nullable String base,
        @Nullable String zeroShot,
        @Nullable String prompted,
        boolean grid,
        Function<RuleSet, TrainingSettings> recipe,
        int threads) {
    public StudyOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }
}

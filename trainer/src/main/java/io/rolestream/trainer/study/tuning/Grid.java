package io.rolestream.trainer.study.tuning;

import io.rolestream.evaluation.comparison.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * What {@link GridSearch} found.
 *
 * @param base that was fine-tuned
 * @param entries compared on the training rows by their answers for all folds together; the study's settings come first
 * @param best of the fine-tunings, by macro-F1; null if none was finished
 */
public record Grid(
        String base, Comparison entries, @Nullable TuningChoice best) {}

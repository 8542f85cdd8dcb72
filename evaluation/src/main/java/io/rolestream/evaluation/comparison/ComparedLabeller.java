package io.rolestream.evaluation.comparison;

import org.jspecify.annotations.Nullable;

/**
 * A labeller that answered all texts.
 *
 * @param scores null if the right roles are unknown
 * @param confidence null if the right roles are unknown
 * @param versus null for the first labeller, and if the right roles are unknown
 */
public record ComparedLabeller(
        LabellerRun run,
        @Nullable AnswerScores scores,
        @Nullable ConfidenceScores confidence,
        @Nullable Versus versus) {
    public String name() {
        return run.name();
    }
}

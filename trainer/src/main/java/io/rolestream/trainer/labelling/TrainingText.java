package io.rolestream.trainer.labelling;

import io.rolestream.evaluation.split.ExampleSplit;
import org.jspecify.annotations.Nullable;

/**
 * A text of the stream, and a person's answer.
 *
 * @param contentHash of the text with its white space normalised, 32 lower-case hexadecimal digits; it determines the
 *     text's side of the split
 * @param answer the role in a person's answer, by its name in the taxonomy; null without an answer
 * @param drawnAtRandom whether the person was asked because the text was drawn at random, rather than picked for being
 *     doubtful
 */
public record TrainingText(
        String contentHash, String text, @Nullable String answer, boolean drawnAtRandom) {
    /** The side of the split that it is on. */
    public ExampleSplit split() {
        return ExampleSplit.of(contentHash);
    }

    /** The same text without its answer. */
    public TrainingText withoutAnswer() {
        return answer == null ? this : new TrainingText(contentHash, text, null, false);
    }

    /** Leaves out the text: it is personal. */
    @Override
    public String toString() {
        return "TrainingText[contentHash=%s, chars=%d, answer=%s, drawnAtRandom=%s]"
                .formatted(contentHash, text.length(), answer, drawnAtRandom);
    }
}

package io.rolestream.trainer.labelling;

import io.rolestream.evaluation.split.ExampleSplit;
import org.jspecify.annotations.Nullable;

/**
 * A text that a training is given, from the store or a file, and what a person said of it.
 *
 * @param contentHash of the text with its white space normalised, 32 lower-case hexadecimal digits; it says on which side of the split
 *     the text is
 * @param answer the role that a person gave it, by its name in the taxonomy; null where nobody did
 * @param drawnAtRandom whether the person was asked because the text was drawn at random, rather than picked for being doubtful
 */
public record TrainingText(
        String contentHash, String text, @Nullable String answer, boolean drawnAtRandom) {
    /** The side of the split that it is on. */
    public ExampleSplit split() {
        return ExampleSplit.of(contentHash);
    }

    /** The same as if nobody had been asked. */
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

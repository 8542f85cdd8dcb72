package io.rolestream.trainer.labelling;

import io.rolestream.evaluation.split.ExampleSplit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text of the stream, and a person's answer.
 *
 * @param contentHash of the text with normalised white space, 32 lower-case hexadecimal digits
 * @param answer the role's name in the taxonomy; null without an answer
 * @param drawnAtRandom whether the text was drawn at random, rather than picked as doubtful
 * @param observed the roles that observed labellers voted for, by the labellers' names
 */
public record TrainingText(
        String contentHash, String text, @Nullable String answer, boolean drawnAtRandom, Map<String, String> observed) {
    public TrainingText {
        observed = Map.copyOf(observed);
    }

    /** A text that no observed labeller voted on. */
    public TrainingText(String contentHash, String text, @Nullable String answer, boolean drawnAtRandom) {
        this(contentHash, text, answer, drawnAtRandom, Map.of());
    }

    public ExampleSplit split() {
        return ExampleSplit.of(contentHash);
    }

    public TrainingText withoutAnswer() {
        return answer == null ? this : new TrainingText(contentHash, text, null, false, observed);
    }

    /** Omits the text, which is personal. */
    @Override
    public String toString() {
        return "TrainingText[contentHash=%s, chars=%d, answer=%s, drawnAtRandom=%s, observed=%s]"
                .formatted(contentHash, text.length(), answer, drawnAtRandom, observed);
    }
}

package io.rolestream.trainer.labelling;

import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.rules.role.Taxonomy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text of the stream, and a person's answer.
 *
 * @param contentHash of the text with normalised white space, 32 lower-case hexadecimal digits
 * @param answer the role's name, perhaps a former one; null without an answer
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

    /**
     * The same text with the current names of roles; null if its answer's role was removed. Observed votes for removed
     * roles are dropped.
     */
    public @Nullable TrainingText current(Taxonomy taxonomy) {
        String role = answer == null ? null : taxonomy.currentName(answer);
        if (answer != null && role == null) {
            return null;
        }
        if (Objects.equals(role, answer) && observed.values().stream().allMatch(taxonomy::contains)) {
            return this;
        }
        Map<String, String> votes = new HashMap<>();
        observed.forEach((labeller, vote) -> {
            String now = taxonomy.currentName(vote);
            if (now != null) {
                votes.put(labeller, now);
            }
        });
        return new TrainingText(contentHash, text, role, drawnAtRandom, votes);
    }

    /** Omits the text, which is personal. */
    @Override
    public String toString() {
        return "TrainingText[contentHash=%s, chars=%d, answer=%s, drawnAtRandom=%s, observed=%s]"
                .formatted(contentHash, text.length(), answer, drawnAtRandom, observed);
    }
}

package io.rolestream.engine.training.alignment;

import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.util.Arrays;
import java.util.Collection;

/**
 * An answer that a policy drew by pure sampling: at one temperature, without top-k, top-p, a shortest length or tokens
 * that are left out. Otherwise log-probabilities would not be those of the distribution it was drawn from, and the
 * estimated KL could be below 0.
 *
 * @param ended whether its last token ends it; if not, it was cut at the greatest length
 */
public record SampledAnswer(AnsweredPrompt text, boolean ended) {
    /**
     * Cuts after the first token that ends an answer; what a generator wrote after it is not learnt from or scored.
     *
     * @param tokens at least one
     * @param ends the tokens that end an answer
     */
    public static SampledAnswer cut(int[] prompt, int[] tokens, Collection<Integer> ends) {
        for (int i = 0; i < tokens.length; i++) {
            if (ends.contains(tokens[i])) {
                return new SampledAnswer(new AnsweredPrompt(prompt, Arrays.copyOf(tokens, i + 1)), true);
            }
        }
        return new SampledAnswer(new AnsweredPrompt(prompt, tokens), false);
    }

    /** Its score: the reward of the cut text, or a fixed one where the answer has no end. */
    public double score(double reward, double withoutEnd) {
        return ended ? reward : withoutEnd;
    }
}

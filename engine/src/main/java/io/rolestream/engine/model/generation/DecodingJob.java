package io.rolestream.engine.model.generation;

import io.rolestream.engine.model.TokenSequence;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt and what a generator computes from it. It travels through the batching engine with a {@link TokenSequence}
 * that is as long as the prompt, the room for an answer and the given answers together: what the job costs.
 *
 * @param prompt ids with special tokens
 * @param maxLength the most tokens of an answer to be generated, with the token that it begins with; 0 if none is
 * @param answers to score; if there are none either, the job asks for the logits of the first token
 * @param sampling how tokens are chosen
 * @param allowed the answers that can be generated, each with the token that ends it; empty if any can
 * @param watch of the answer that is generated
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DecodingJob(
        int[] prompt,
        int maxLength,
        List<int[]> answers,
        TokenSampling sampling,
        List<int[]> allowed,
        AnswerWatch watch)
        implements TokenSequence.AttachedJob {
    public DecodingJob {
        answers = List.copyOf(answers);
        allowed = List.copyOf(allowed);
        if (prompt.length == 0
                || answers.stream().anyMatch(answer -> answer.length == 0)
                || allowed.stream().anyMatch(answer -> answer.length == 0)) {
            throw new IllegalArgumentException("a prompt or an answer without tokens");
        }
        for (int[] answer : allowed) {
            if (answer.length >= maxLength) {
                throw new IllegalArgumentException("an allowed answer has " + answer.length
                        + " tokens, but answers can have " + Math.max(0, maxLength - 1) + " at most");
            }
        }
    }

    private DecodingJob(int[] prompt, int maxLength, List<int[]> answers) {
        this(prompt, maxLength, answers, TokenSampling.GREEDY, List.of(), AnswerWatch.NONE);
    }

    /** Generates greedily; {@link DecodedAnswer#of} reads the row. */
    public static DecodingJob generate(int[] prompt, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("an answer of " + maxLength + " tokens");
        }
        return new DecodingJob(prompt, maxLength, List.of());
    }

    /** Scores answers, at least one; the row has the log-probability of each. */
    public static DecodingJob score(int[] prompt, List<int[]> answers) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("no answers");
        }
        return new DecodingJob(prompt, 0, answers);
    }

    public DecodingJob withSampling(TokenSampling newSampling) {
        return new DecodingJob(prompt, maxLength, answers, newSampling, allowed, watch);
    }

    /**
     * Generates one of some answers.
     *
     * @param newAllowed each with the token that ends it; tokens that the model would force are not added
     */
    public DecodingJob withAllowed(List<int[]> newAllowed) {
        return new DecodingJob(prompt, maxLength, answers, sampling, newAllowed, watch);
    }

    public DecodingJob withWatch(AnswerWatch newWatch) {
        return new DecodingJob(prompt, maxLength, answers, sampling, allowed, newWatch);
    }

    boolean generates() {
        return maxLength > 0;
    }

    /** The sequence that carries this; what follows the prompt in it has no meaning. */
    public TokenSequence sequence() {
        return TokenSequence.of(Arrays.copyOf(prompt, cost()), this);
    }

    /** The tokens of the prompt and of the room for what follows it. */
    int cost() {
        return prompt.length
                + maxLength
                + answers.stream().mapToInt(answer -> answer.length).sum();
    }

    /** The job of a sequence: if it carries none, that is to compute the logits of the first token. */
    static DecodingJob of(TokenSequence sequence) {
        return sequence.job() instanceof DecodingJob job ? job : new DecodingJob(sequence.ids(), 0, List.of());
    }
}

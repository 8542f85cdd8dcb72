package io.rolestream.engine.task;

import io.rolestream.engine.model.generation.TokenSampling;
import java.util.List;

/**
 * How an answer is generated.
 *
 * @param maxLength the most tokens of the answer, with the one that it begins with, as {@code max_length} of an
 *     encoder-decoder in Hugging Face's transformers; an answer of a decoder alone begins with the last token of its
 *     prompt, so that this is one more than {@code max_new_tokens}. At least 2
 * @param sampling how tokens are chosen
 * @param stopSequences texts that end the answer, which is cut before the first of them; none is empty
 * @param allowed the only texts that the answer can be; empty if it can be any
 */
public record GenerationOptions(
        int maxLength, TokenSampling sampling, List<String> stopSequences, List<String> allowed) {
    /** @throws IllegalArgumentException if a stop sequence is empty */
    public GenerationOptions {
        stopSequences = List.copyOf(stopSequences);
        allowed = List.copyOf(allowed);
        if (stopSequences.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop sequence must have at least 1 character");
        }
    }

    /** The most likely token, again and again, until the model ends the answer. */
    public static GenerationOptions greedy(int maxLength) {
        return new GenerationOptions(maxLength, TokenSampling.GREEDY, List.of(), List.of());
    }

    public GenerationOptions withSampling(TokenSampling newSampling) {
        return new GenerationOptions(maxLength, newSampling, stopSequences, allowed);
    }

    /** @throws IllegalArgumentException if one is empty */
    public GenerationOptions withStopSequences(List<String> newStopSequences) {
        return new GenerationOptions(maxLength, sampling, newStopSequences, allowed);
    }

    /**
     * Restricts the answer to one of these texts.
     *
     * @param newAllowed at least one; each is tokenized as a text of its own, see {@link TextGenerator#following}
     * @throws IllegalArgumentException if there are none
     */
    public GenerationOptions withAllowed(List<String> newAllowed) {
        if (newAllowed.isEmpty()) {
            throw new IllegalArgumentException("there must be at least 1 allowed text, not 0");
        }
        return new GenerationOptions(maxLength, sampling, stopSequences, newAllowed);
    }
}

package io.rolestream.engine.training.alignment.dpo;

import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Two answers to one prompt, of which one is preferred: such as the best and the worst of several by a reward. */
public record AnswerComparison(AnsweredPrompt chosen, AnsweredPrompt rejected) {
    /** @throws IllegalArgumentException if their prompts differ, or the answers do not */
    public AnswerComparison {
        if (!Arrays.equals(chosen.prompt(), rejected.prompt())) {
            throw new IllegalArgumentException("the chosen and the rejected answer are to different prompts");
        }
        if (Arrays.equals(chosen.answer(), rejected.answer())) {
            throw new IllegalArgumentException("the chosen and the rejected answer are the same; leave such pairs out");
        }
    }

    /** All answers: for each comparison the chosen one, then the rejected one. */
    static List<AnsweredPrompt> answers(List<AnswerComparison> comparisons) {
        return comparisons.stream()
                .flatMap(one -> Stream.of(one.chosen(), one.rejected()))
                .toList();
    }

    int tokens() {
        return chosen.length() + rejected.length();
    }

    long hash() {
        return 31 * chosen.hash() + rejected.hash();
    }
}

package io.rolestream.engine.training.alignment.dpo;

import io.rolestream.engine.training.alignment.BestOfSeveral;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.util.ArrayList;
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

    /**
     * Compares the best of several answers to each prompt with the worst. A prompt whose answers have the same score,
     * or whose best and worst answers are the same text, teaches nothing and is left out.
     *
     * @param answers to one prompt after the other
     * @param scores one for each
     * @param samples the number of answers to each prompt
     */
    public static List<AnswerComparison> bestWithWorst(List<SampledAnswer> answers, double[] scores, int samples) {
        if (answers.size() != scores.length) {
            throw new IllegalArgumentException(answers.size() + " answers with " + scores.length + " scores");
        }
        List<AnswerComparison> result = new ArrayList<>();
        for (BestOfSeveral one : BestOfSeveral.of(scores, samples)) {
            AnsweredPrompt best = answers.get(one.best()).text();
            AnsweredPrompt worst = answers.get(one.worst()).text();
            if (!Arrays.equals(best.answer(), worst.answer()) && scores[one.best()] > scores[one.worst()]) {
                result.add(new AnswerComparison(best, worst));
            }
        }
        return result;
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

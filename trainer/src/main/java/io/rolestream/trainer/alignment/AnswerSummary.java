package io.rolestream.trainer.alignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.training.alignment.SampledAnswer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers with their scores. The arrays are not copied.
 *
 * @param answers at least one
 * @param rewards one for each answer
 * @param judged likewise by the judge; null without one
 * @param kl the KL divergence from the generator, in nats, that each answer shows; null where it was not computed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AnswerSummary(
        List<SampledAnswer> answers, double[] rewards, double @Nullable [] judged, double @Nullable [] kl) {
    /** Each answer several times. */
    AnswerSummary repeated(int times) {
        return new AnswerSummary(
                answers.stream()
                        .flatMap(one -> Collections.nCopies(times, one).stream())
                        .toList(),
                repeated(rewards, times),
                judged == null ? null : repeated(judged, times),
                kl == null ? null : repeated(kl, times));
    }

    private static double[] repeated(double[] values, int times) {
        return IntStream.range(0, values.length * times)
                .mapToDouble(i -> values[i / times])
                .toArray();
    }

    /** The mean reward. */
    double reward() {
        return mean(rewards);
    }

    /** The mean score of the judge, or without one the mean reward. */
    double decidingScore() {
        return mean(judged == null ? rewards : judged);
    }

    /** The share of answers that were cut at the greatest length. */
    double withoutEnd() {
        return answers.stream().filter(answer -> !answer.ended()).count() / (double) answers.size();
    }

    /** The mean number of an answer's tokens, the one that ends it included. */
    double length() {
        return answers.stream()
                .mapToInt(answer -> answer.text().answer().length)
                .average()
                .orElse(0);
    }

    /** One line of JSON, without the line's end. */
    String toJson(String when) {
        ObjectNode line = JsonFiles.newObject();
        line.put("when", when).put("answers", answers.size()).put("reward", reward());
        if (judged != null) {
            line.put("judge", mean(judged));
        }
        if (kl != null) {
            line.put("kl", mean(kl));
        }
        return line.put("without_end", withoutEnd()).put("length", length()).toString();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}

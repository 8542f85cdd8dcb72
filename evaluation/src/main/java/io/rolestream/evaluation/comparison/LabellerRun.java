package io.rolestream.evaluation.comparison;

import io.rolestream.common.text.Counted;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of running a labeller on the texts.
 *
 * @param name in tables, different from all others
 * @param version of all that its answers depend on; empty if it could not be opened
 * @param parameters the number of trained numbers it computes with
 * @param openingSeconds from nothing to ready
 * @param seconds from the first text to the last answer
 * @param failedTexts texts that it failed on, which count as abstentions
 * @param cutTexts texts of which it did not read all
 * @param answers on the texts that it finished
 * @param problem why it did not finish; null if it did
 */
public record LabellerRun(
        String name,
        String version,
        long parameters,
        double openingSeconds,
        double seconds,
        int failedTexts,
        int cutTexts,
        GivenAnswers answers,
        @Nullable String problem) {
    /** A labeller that gave no answer. */
    public static LabellerRun failed(String name, String problem) {
        return new LabellerRun(name, "", 0, 0, 0, 0, 0, GivenAnswers.none(), problem);
    }

    /** What came of it, in a line. */
    public String summary() {
        return name + ": "
                + (problem != null
                        ? problem
                        : String.format(Locale.ROOT, "%s in %.1f s", Counted.of(answers.size(), "text"), seconds))
                + (failedTexts == 0 ? "" : ", failed on " + Counted.of(failedTexts, "text"));
    }

    public double textsPerSecond() {
        return seconds <= 0 ? 0 : answers.size() / seconds;
    }

    /** In milliseconds. */
    public double timePerText() {
        return answers.size() == 0 ? 0 : 1000 * seconds / answers.size();
    }
}

package io.rolestream.files.comparison;

import io.rolestream.common.text.Counted;
import io.rolestream.files.bytes.InputException;
import io.rolestream.labellers.TrainingLabels;
import io.rolestream.labellers.comparison.Tuning;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts for labellers to learn from, or to be tuned on, without those of other uses.
 *
 * @param remark what they are, and how many were left out
 */
public record OtherTexts(ComparisonTexts texts, String remark) {
    /**
     * Leaves out texts that are used otherwise, by their content.
     *
     * @param used those that labellers are compared on, and those that the labellers to be tuned have learnt
     * @param use such as {@code to learn from}
     * @throws InputException if no text is left
     */
    public static OtherTexts of(ComparisonTexts all, List<ComparisonTexts> used, String use) {
        ComparisonTexts kept = all;
        StringBuilder without = new StringBuilder();
        for (ComparisonTexts other : used) {
            int before = kept.rows().size();
            kept = kept.without(other);
            int left = before - kept.rows().size();
            if (left > 0) {
                without.append(without.isEmpty() ? "; without " : ", and ")
                        .append(left)
                        .append(" that ");
                without.append(left == 1 ? "is" : "are")
                        .append(" in ")
                        .append(other.source())
                        .append(" too");
            }
        }
        if (kept.rows().isEmpty()) {
            String sources = used.stream().map(ComparisonTexts::source).collect(Collectors.joining(" or "));
            throw new InputException(all.source() + ": there is no text " + use
                    + (without.isEmpty() ? "" : "; all of them are in " + sources + " too"));
        }
        return new OtherTexts(
                kept, Counted.of(kept.rows().size(), "text") + " of " + all.source() + " " + use + without + ".");
    }

    /** With the file's labels, or without them those of the rules. */
    public TrainingLabels training(RuleSet rules) {
        int[] truth = texts.truth();
        return truth == null ? TrainingLabels.of(texts.texts(), rules) : new TrainingLabels(texts.texts(), truth);
    }

    /** At most {@link Tuning#MOST_TEXTS}, spread evenly over the file, with its labels or those of the rules. */
    public Tuning tuning(RuleSet rules, boolean kept) {
        TrainingLabels all = training(rules);
        int most = Math.min(all.texts().size(), Tuning.MOST_TEXTS);
        int[] picked = IntStream.range(0, most)
                .map(i -> (int) ((long) i * all.texts().size() / most))
                .toArray();
        return new Tuning(
                Arrays.stream(picked).mapToObj(all.texts()::get).toList(),
                Arrays.stream(picked).map(i -> all.roles()[i]).toArray(),
                texts.truth() != null,
                kept);
    }
}

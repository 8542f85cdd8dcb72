package io.rolestream.matching.ranking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ranked list of a resume with a generated description.
 *
 * @param matches the best first; those of the resume alone where the description is not used
 * @param used whether the description counts
 * @param reward how well the description suits the resume by the reward model, 0 being the mean of the jobs that suit
 *     best; null without a reward model
 */
public record DescribedList(
        List<RankedMatch> matches, boolean used, @Nullable Float reward) {
    public DescribedList {
        matches = List.copyOf(matches);
    }
}

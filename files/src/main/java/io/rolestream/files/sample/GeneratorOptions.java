package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Weighted;
import java.util.Map;

/**
 * Options of the generator. Shares are from 0 to 1.
 *
 * @param roleWeights relative frequency by role; roles not listed keep their default weight, and 0 excludes a role
 * @param textOnlyShare resumes with text and no skills
 * @param bothShare resumes with skills and text; the rest has only skills
 * @param brokenShare invalid resumes, with empty skills and no text
 * @param typoShare skills with a typing error
 */
public record GeneratorOptions(
        Map<String, Double> roleWeights, double textOnlyShare, double bothShare, double brokenShare, double typoShare) {

    /** Role shares like the job market's, one in eight with text alone, a quarter with both, none broken. */
    public static final GeneratorOptions DEFAULT = new GeneratorOptions(Map.of(), 0.12, 0.25, 0, 0.012);

    /** @throws IllegalArgumentException if a share is not from 0 to 1 or a weight is negative */
    public GeneratorOptions {
        requireShare("textOnlyShare", textOnlyShare);
        requireShare("bothShare", bothShare);
        requireShare("textOnlyShare + bothShare", textOnlyShare + bothShare);
        requireShare("brokenShare", brokenShare);
        requireShare("typoShare", typoShare);
        roleWeights.forEach((role, weight) -> {
            if (!(weight >= 0 && weight <= Weighted.MAX_WEIGHT)) {
                throw new IllegalArgumentException("the weight of " + role + " is " + weight + ", expected 0 or more");
            }
        });
        roleWeights = Map.copyOf(roleWeights);
    }

    public GeneratorOptions withBrokenShare(double share) {
        return new GeneratorOptions(roleWeights, textOnlyShare, bothShare, share, typoShare);
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " is " + share + ", expected 0 to 1");
        }
    }
}

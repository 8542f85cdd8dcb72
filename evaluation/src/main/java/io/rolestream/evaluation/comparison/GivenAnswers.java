package io.rolestream.evaluation.comparison;

import java.util.Arrays;

/**
 * A labeller's answers on the first texts of a comparison, in their order.
 *
 * @param roles {@code [texts]}, indexes of the taxonomy; the fallback where it abstained or failed
 * @param confidence {@code [texts]}, 0 to 1
 * @param abstained {@code [texts]}, whether it found no role, or failed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GivenAnswers(int[] roles, float[] confidence, boolean[] abstained) {
    public GivenAnswers {
        if (confidence.length != roles.length || abstained.length != roles.length) {
            throw new IllegalArgumentException(roles.length + " roles, " + confidence.length + " confidences and "
                    + abstained.length + " abstentions");
        }
    }

    public static GivenAnswers none() {
        return new GivenAnswers(new int[0], new float[0], new boolean[0]);
    }

    public int size() {
        return roles.length;
    }

    /** The answers on the first texts. */
    public GivenAnswers first(int texts) {
        return new GivenAnswers(
                Arrays.copyOf(roles, texts), Arrays.copyOf(confidence, texts), Arrays.copyOf(abstained, texts));
    }

    /** The share of texts that got a role; 0 without texts. */
    public double coverage() {
        int answered = 0;
        for (boolean one : abstained) {
            answered += one ? 0 : 1;
        }
        return roles.length == 0 ? 0 : (double) answered / roles.length;
    }
}

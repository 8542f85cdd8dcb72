package io.rolestream.stream.review;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which questions to ask.
 *
 * @param count maximum number
 * @param minScore the lowest review score of a disagreement, 0 to 1
 * @param role only disagreements in which this role was decided on or voted for; null for all
 * @param randomShare share of the questions drawn at random, 0 to 1
 * @param seed determines, with the ids, which are drawn
 */
public record QuestionChoice(
        int count, double minScore, @Nullable String role, double randomShare, long seed) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    int drawn() {
        return (int) Math.round(count * randomShare);
    }

    /** A pseudo-random number, 0 to 1, fixed for each id; the highest are drawn. */
    public double lot(String resumeId) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < resumeId.length(); i++) {
            hash = (hash ^ resumeId.charAt(i)) * FNV_PRIME;
        }
        return new SplittableRandom(hash ^ new SplittableRandom(seed).nextLong()).nextDouble();
    }
}

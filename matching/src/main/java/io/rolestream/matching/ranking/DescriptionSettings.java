package io.rolestream.matching.ranking;

/**
 * How much a description that was generated for a resume counts in the resume's ranking.
 *
 * @param weight of the rank in the description's list, beside those of {@link RankingSettings}; 0 uses no description
 * @param limit how many postings the description brings, at least 1; a posting that is as high in the resume's own list
 *     came by both ways
 * @param level a description that a reward model scores below has no weight; 0 is the mean score of the jobs that suit
 *     best ({@code train reward} shifts its scores so)
 * @param grounded how many of the description's first postings the reward model orders again by how well they suit the
 *     resume; 0 for none
 */
public record DescriptionSettings(float weight, int limit, float level, int grounded) {
    private static final DescriptionSettings DEFAULTS = new DescriptionSettings(0.1f, 50, 0, 20);

    public DescriptionSettings {
        if (!(weight >= 0) || weight > 1000) {
            throw new IllegalArgumentException("the weight of descriptions must be between 0 and 1000, not " + weight);
        }
        if (limit < 1 || grounded < 0) {
            throw new IllegalArgumentException("a description brings at least 1 posting, and at least 0 of them are"
                    + " ordered again, not " + limit + " and " + grounded);
        }
        if (!Float.isFinite(level)) {
            throw new IllegalArgumentException("the level of descriptions must be a number, not " + level);
        }
    }

    /** The weight is that of words and of vectors. It was not fitted. */
    public static DescriptionSettings defaults() {
        return DEFAULTS;
    }

    public DescriptionSettings withWeight(float newWeight) {
        return new DescriptionSettings(newWeight, limit, level, grounded);
    }

    public DescriptionSettings withLimit(int newLimit) {
        return new DescriptionSettings(weight, newLimit, level, grounded);
    }

    public DescriptionSettings withLevel(float newLevel) {
        return new DescriptionSettings(weight, limit, newLevel, grounded);
    }
}

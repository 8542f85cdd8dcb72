package io.rolestream.matching.ranking;

import io.rolestream.matching.profile.RuleBelief;

/**
 * How a score is made of its parts. Weights are at least 0; a part of weight 0 is left out.
 *
 * @param depth how many candidates each way of retrieval may bring
 * @param fusionK the constant of reciprocal rank fusion: a rank is worth {@code (k + 1) / (k + rank)}
 * @param bm25 weight of the rank by words
 * @param embedding weight of the rank by vectors
 * @param role weight of the probability that both sides have the same role
 * @param skills weight of the share of the job's skills that the resume has
 * @param skillPrior weight of skills that a job is taken to ask for besides those found, so that a job with one skill
 *     does not lead all others
 * @param seniority what each level between both sides takes from the score, where both are known
 * @param belief how the rules' scores become probabilities where no label does
 * @param reward weight of the re-ranker's score
 * @param rerankTop how many results are re-ranked
 */
public record RankingSettings(
        int depth,
        int fusionK,
        float bm25,
        float embedding,
        float role,
        float skills,
        float skillPrior,
        float seniority,
        RuleBelief belief,
        float reward,
        int rerankTop) {
    private static final RankingSettings DEFAULTS =
            new RankingSettings(1000, 60, 0.1f, 0.1f, 1, 0.2f, 4, 0.05f, new RuleBelief(2, 0.05f, 2.5f, 10), 0.5f, 50);

    public RankingSettings {
        if (depth < 1 || fusionK < 1 || rerankTop < 1) {
            throw new IllegalArgumentException(
                    "depth, fusionK and rerankTop must be at least 1: " + depth + ", " + fusionK + ", " + rerankTop);
        }
        for (float weight : new float[] {bm25, embedding, role, skills, skillPrior, seniority, reward}) {
            if (!(weight >= 0) || weight > 1000) {
                throw new IllegalArgumentException("a weight must be between 0 and 1000, not " + weight);
            }
        }
    }

    /**
     * Fitted to all of the development data, with and without a bi-encoder, so no figure on that data is unseen by
     * them; docs/design/matching.md says how. {@code reward} and {@code skillPrior} were not part of the fit.
     */
    public static RankingSettings defaults() {
        return DEFAULTS;
    }

    public RankingSettings withWeights(
            float newBm25, float newEmbedding, float newRole, float newSkills, float newSeniority) {
        return new RankingSettings(
                depth,
                fusionK,
                newBm25,
                newEmbedding,
                newRole,
                newSkills,
                skillPrior,
                newSeniority,
                belief,
                reward,
                rerankTop);
    }

    public RankingSettings withReward(float newReward) {
        return new RankingSettings(
                depth, fusionK, bm25, embedding, role, skills, skillPrior, seniority, belief, newReward, rerankTop);
    }
}

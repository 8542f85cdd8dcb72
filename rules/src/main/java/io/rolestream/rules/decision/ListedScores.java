package io.rolestream.rules.decision;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import java.util.List;

/**
 * The scores that a vote lists. With thousands of roles, a vote on all of them would be larger than Kafka takes, and
 * most scores would say next to nothing. So a model's vote lists its {@value #MOST} most probable roles, and says how
 * many others there are, and the logarithm of their mean probability: their probabilities still add up, and a
 * {@link JointDecision} finds the rules' role among them.
 */
public final class ListedScores {
    public static final int MOST = 100;

    private ListedScores() {}

    /**
     * Sets a model's scores.
     *
     * @param scores log-probabilities of all roles that the model knows, highest first, finite
     */
    public static Vote.Builder ofModel(Vote.Builder vote, List<RoleScore> scores) {
        if (scores.size() <= MOST) {
            return vote.setScores(scores).setUnlistedRoles(0).setUnlistedScore(0);
        }
        List<RoleScore> others = scores.subList(MOST, scores.size());
        double highest = others.get(0).getScore();
        double sum = 0;
        for (RoleScore other : others) {
            sum += Math.exp(other.getScore() - highest);
        }
        double mean = highest + Math.log(sum / others.size());
        return vote.setScores(List.copyOf(scores.subList(0, MOST)))
                .setUnlistedRoles(others.size())
                .setUnlistedScore((float) Math.max(mean, -Float.MAX_VALUE));
    }

    /** The rules' highest scores; each is of a role that some keyword speaks for. */
    public static List<RoleScore> ofRules(List<RoleScore> scores) {
        return scores.size() <= MOST ? scores : List.copyOf(scores.subList(0, MOST));
    }
}

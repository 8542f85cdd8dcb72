package io.rolestream.rules.decision;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import java.util.ArrayList;
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
        return vote.setScores(List.copyOf(scores.subList(0, MOST)))
                .setUnlistedRoles(others.size())
                .setUnlistedScore(mean(others));
    }

    /** The logarithm of the mean probability. */
    private static float mean(List<RoleScore> others) {
        double highest = Double.NEGATIVE_INFINITY;
        for (RoleScore other : others) {
            highest = Math.max(highest, other.getScore());
        }
        double sum = 0;
        for (RoleScore other : others) {
            sum += Math.exp(other.getScore() - highest);
        }
        return (float) Math.max(highest + Math.log(sum / others.size()), -Float.MAX_VALUE);
    }

    /** A model's vote with at most some of its scores; the others are counted as unlisted roles. */
    public static Vote.Builder cut(Vote vote, int most) {
        List<RoleScore> scores = vote.getScores();
        if (scores.size() <= most) {
            return Vote.newBuilder(vote);
        }
        List<RoleScore> others = new ArrayList<>(scores.subList(most, scores.size()));
        for (int i = 0; i < vote.getUnlistedRoles(); i++) {
            others.add(new RoleScore("", vote.getUnlistedScore()));
        }
        return Vote.newBuilder(vote)
                .setScores(List.copyOf(scores.subList(0, most)))
                .setUnlistedRoles(others.size())
                .setUnlistedScore(mean(others));
    }

    /** The rules' highest scores; each is of a role that some keyword speaks for. */
    public static List<RoleScore> ofRules(List<RoleScore> scores) {
        return scores.size() <= MOST ? scores : List.copyOf(scores.subList(0, MOST));
    }
}

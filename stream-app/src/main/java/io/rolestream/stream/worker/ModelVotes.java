package io.rolestream.stream.worker;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.rules.decision.JointCalibration;
import io.rolestream.rules.decision.ListedScores;
import io.rolestream.rules.decision.LogProbabilities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A model's votes as events. */
final class ModelVotes {
    private static final Comparator<RoleScore> HIGHEST_FIRST =
            Comparator.comparingDouble(RoleScore::getScore).reversed();

    /** Why a worker abstains. */
    enum Reason {
        /** There is no version to vote. */
        NO_MODEL("no-model"),
        /** The model fails on this text. */
        FAILED("failed"),
        /** It finds no role in this text. */
        NO_ROLE("no-role");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private ModelVotes() {}

    /**
     * A vote for the most probable role, with the scores of the most probable ones.
     *
     * @param roles the role of each logit
     * @param logits finite
     * @param parameters of the version
     */
    static Vote of(String labeller, String version, List<String> roles, float[] logits, VoteParameters parameters) {
        double[] logProbabilities = LogProbabilities.of(logits, parameters.temperature());
        List<RoleScore> scores = new ArrayList<>(logits.length);
        for (int i = 0; i < logits.length; i++) {
            scores.add(new RoleScore(roles.get(i), (float) logProbabilities[i]));
        }
        scores.sort(HIGHEST_FIRST);
        boolean calibrated = !parameters.joint().equals(JointCalibration.NONE);
        return ListedScores.ofModel(Vote.newBuilder(), scores)
                .setLabeller(labeller)
                .setLabellerVersion(version)
                .setRole(scores.get(0).getRole())
                .setConfidence((float) Math.min(1, Math.exp(scores.get(0).getScore())))
                .setRuleCoefficient(parameters.ruleCoefficient())
                .setJointTemperature(calibrated ? parameters.joint().temperature() : null)
                .setJointDoubt(calibrated ? parameters.joint().doubt() : null)
                .setVotedAt(Instant.now())
                .build();
    }

    /** A vote for no role. */
    static Vote abstention(String labeller, String version, Reason reason) {
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion(version)
                .setReason(reason.code())
                .setVotedAt(Instant.now())
                .build();
    }
}

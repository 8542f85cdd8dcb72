package io.rolestream.stream.worker;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.rules.decision.CurrentVotes;
import io.rolestream.rules.decision.JointCalibration;
import io.rolestream.rules.decision.ListedScores;
import io.rolestream.rules.decision.LogProbabilities;
import io.rolestream.rules.role.RoleMapping;
import java.time.Instant;
import java.util.List;

/** A model's votes as events. */
final class ModelVotes {
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
     * A vote for the most probable role, with the scores of the most probable ones that the version knows.
     *
     * @param roles what became of the role of each logit
     * @param logits finite
     * @param parameters of the version
     */
    static Vote of(String labeller, String version, RoleMapping roles, float[] logits, VoteParameters parameters) {
        double[] logProbabilities = LogProbabilities.of(logits, parameters.temperature());
        List<RoleScore> scores = CurrentVotes.scores(roles, roles.logProbabilities(logProbabilities));
        boolean calibrated = !parameters.joint().equals(JointCalibration.NONE);
        Vote.Builder vote = CurrentVotes.withMapping(Vote.newBuilder(), roles, List.of());
        return ListedScores.ofModel(vote, scores)
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

package io.rolestream.stream.worker;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.LogProbabilities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model's votes as events. */
final class ModelVotes {
    private static final Comparator<RoleScore> HIGHEST_FIRST =
            Comparator.comparingDouble(RoleScore::getScore).reversed();

    /** Why a worker abstains. */
    enum Reason {
        /** There is no version to vote. */
        NO_MODEL("no-model"),
        /** The model fails on this text. */
        FAILED("failed");

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
     * A vote for the most probable role, with a score for every role.
     *
     * @param roles the role of each logit
     * @param logits finite
     * @param temperature what logits are divided by, positive
     */
    static Vote of(
            String labeller,
            String version,
            List<String> roles,
            float[] logits,
            float temperature,
            @Nullable Float ruleCoefficient) {
        double[] logProbabilities = LogProbabilities.of(logits, temperature);
        List<RoleScore> scores = new ArrayList<>(logits.length);
        for (int i = 0; i < logits.length; i++) {
            scores.add(new RoleScore(roles.get(i), (float) logProbabilities[i]));
        }
        scores.sort(HIGHEST_FIRST);
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion(version)
                .setRole(scores.get(0).getRole())
                .setConfidence((float) Math.min(1, Math.exp(scores.get(0).getScore())))
                .setScores(scores)
                .setRuleCoefficient(ruleCoefficient)
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

package io.rolestream.schemas.testing;

import io.rolestream.events.LabelVote;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Votes to test with. */
public final class Votes {
    /** The model labeller of the tests. */
    public static final String MODEL = "roberta";

    private static final Instant VOTED_AT = Instant.ofEpochMilli(1_000);

    static {
        GeneratedRecords.trust();
    }

    private Votes() {}

    public static Vote rules(@Nullable String role, float confidence, RoleScore... scores) {
        return vote("rules", role, confidence, scores).build();
    }

    public static Vote model(@Nullable String role, float confidence, RoleScore... scores) {
        return vote(MODEL, role, confidence, scores).build();
    }

    /** A model's vote with the coefficient that the rules' scores are multiplied by. */
    public static Vote weighted(float coefficient, String role, float confidence, RoleScore... scores) {
        return vote(MODEL, role, confidence, scores)
                .setRuleCoefficient(coefficient)
                .build();
    }

    public static Vote human(String role) {
        return vote("human", role, 1f).build();
    }

    public static RoleScore score(String role, double score) {
        return new RoleScore(role, (float) score);
    }

    /** A vote as a worker sends it. */
    public static LabelVote on(String resumeId, String contentHash, long offset, Vote vote) {
        return LabelVote.newBuilder()
                .setResumeId(resumeId)
                .setContentHash(contentHash)
                .setResumeOffset(offset)
                .setVote(vote)
                .build();
    }

    private static Vote.Builder vote(String labeller, @Nullable String role, float confidence, RoleScore... scores) {
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion(labeller + "@1")
                .setRole(role)
                .setConfidence(confidence)
                .setScores(List.of(scores))
                .setVotedAt(VOTED_AT);
    }
}

package io.rolestream.dashboard.labels;

import io.rolestream.events.Decider;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.events.Vote;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Labels and answers for tests. */
public final class SampleLabels {
    public static final long NOW = 1_800_000_000_500L;
    public static final String RULES = "default@1";
    public static final String MODEL = "20260304-1200";

    /** Of a text on the test side of the split. */
    public static final String DRAWN = "0000005a".repeat(4);

    private SampleLabels() {}

    public static LabelledRole.Builder label(String id, @Nullable String rules, @Nullable String model) {
        return LabelledRole.newBuilder()
                .setResumeId(id)
                .setContentHash(DRAWN)
                .setRole(model == null ? rules == null ? "Other" : rules : model)
                .setConfidence(0.75f)
                .setDecidedBy(model == null ? Decider.RULE : Decider.MODEL)
                .setPolicy("joint else Other")
                .setRuleVote(rules(rules, 2))
                .setModelVote(model == null ? null : vote("roberta", MODEL, model))
                .setLabelledAt(Instant.ofEpochMilli(NOW));
    }

    public static Vote rules(@Nullable String role, int keywords) {
        return Vote.newBuilder(vote("rules", RULES, role))
                .setEvidence(IntStream.range(0, keywords)
                        .mapToObj(i -> new Evidence("keyword " + i, 9 * i, 9 * i + 8))
                        .toList())
                .build();
    }

    private static Vote vote(String labeller, String version, @Nullable String role) {
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion(version)
                .setRole(role)
                .setConfidence(0.5f)
                .setScores(List.of())
                .build();
    }

    public static RoleCorrection answer(String id, String role, Selection selection) {
        return RoleCorrection.newBuilder()
                .setResumeId(id)
                .setContentHash(DRAWN)
                .setRole(role)
                .setReviewer("Ada")
                .setSelection(selection)
                .setCorrectedAt(Instant.ofEpochMilli(NOW))
                .build();
    }
}

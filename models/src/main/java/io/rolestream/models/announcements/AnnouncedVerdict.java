package io.rolestream.models.announcements;

import io.rolestream.evaluation.report.EvaluationMetrics;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an announcement says of the gate's verdict and of people's decisions.
 *
 * <p>A weak verdict is the metric {@value #WEAK}, and decisions are sentences among the reasons: releases that do not
 * know a field cannot verify the signature of an announcement that has it, and ignore the announcement.
 */
public record AnnouncedVerdict(VerdictKind kind, boolean publishedByHand) {
    static {
        GeneratedRecords.trust();
    }

    static final String REJECTED = "rejected by ";
    static final String ROLLED_BACK = "rolled back by ";

    private static final String WEAK = "gate.weak";
    private static final String BY_HAND = "published by hand";

    public static AnnouncedVerdict of(ModelVersion version) {
        boolean byHand = hasReason(version, BY_HAND);
        Double weak = version.getMetrics().get(WEAK);
        if (weak != null) {
            VerdictKind passed = weak == 0 ? VerdictKind.PASSED : VerdictKind.PASSED_WEAKLY;
            return new AnnouncedVerdict(version.getGatePassed() ? passed : VerdictKind.FAILED, byHand);
        }
        if (version.getGatePassed()) {
            return new AnnouncedVerdict(
                    hasStrongEvidence(version) ? VerdictKind.PASSED : VerdictKind.PASSED_WEAKLY, byHand);
        }
        boolean judged = !byHand && !version.getGateReasons().isEmpty();
        return new AnnouncedVerdict(judged ? VerdictKind.FAILED : VerdictKind.NOT_RECORDED, byHand);
    }

    /** For announcements of earlier releases, which did not say so: only a random slice is strong evidence. */
    private static boolean hasStrongEvidence(ModelVersion version) {
        Double items = metrics(version).get(SetName.GOLD_RANDOM_SLICE.key() + ".items");
        return items != null && items >= GateLimits.defaults().items().gold();
    }

    private static boolean hasReason(ModelVersion version, String start) {
        return version.getGateReasons().stream().anyMatch(reason -> reason.startsWith(start));
    }

    /** Whether a person rejected the version, which is permanent; a person may still promote one the gate rejected. */
    public static boolean isRejectedByHand(ModelVersion version) {
        return version.getStage() == ModelStage.REJECTED
                && (hasReason(version, REJECTED) || hasReason(version, ROLLED_BACK));
    }

    /** Such as {@code passed (weakly), published by hand}. */
    public String words() {
        return kind.words() + (publishedByHand ? ", " + BY_HAND : "");
    }

    /** The version's metrics under their current names. */
    public static Map<String, Double> metrics(ModelVersion version) {
        Map<String, Double> metrics = EvaluationMetrics.current(version.getMetrics());
        metrics.remove(WEAK);
        return metrics;
    }

    /** The announcement with a verdict. */
    public static ModelVersion withVerdict(ModelVersion version, StatedVerdict verdict) {
        Map<String, Double> metrics = new HashMap<>(version.getMetrics());
        if (verdict.kind() != VerdictKind.NOT_RECORDED) {
            metrics.put(WEAK, verdict.kind() == VerdictKind.PASSED_WEAKLY ? 1.0 : 0.0);
        }
        return ModelVersion.newBuilder(version)
                .setGatePassed(verdict.kind().passed())
                .setGateReasons(verdict.reasons())
                .setMetrics(metrics)
                .build();
    }

    /** The announcement of a version that a person publishes, with the verdict of its training. */
    public static ModelVersion byHand(ModelVersion version, VersionDetails details) {
        List<String> reasons = new ArrayList<>();
        reasons.add(
                details.verdict().kind() != VerdictKind.NOT_RECORDED
                        ? BY_HAND
                        : details.metrics().isEmpty()
                                ? BY_HAND + ", without an evaluation"
                                : BY_HAND
                                        + "; evaluated when it was trained, but without a recorded verdict for these parameters");
        reasons.addAll(details.verdict().reasons());
        return withVerdict(version, new StatedVerdict(details.verdict().kind(), reasons));
    }
}

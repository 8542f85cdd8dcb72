package io.rolestream.dashboard.live;

import io.rolestream.events.TrainerStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trainers' reports, and the loss of the latest training. For one thread. */
final class Trainers {
    private static final int MOST = 100;
    private static final int MOST_POINTS = 300;

    private final Map<String, TrainerStatus> byId = new LinkedHashMap<>(16, 0.75f, true);
    private final List<double[]> curve = new ArrayList<>();
    private @Nullable String curveOf;
    private String curveStage = "";
    private int every = 1;
    private int seen;

    /** A trainer; fields as in its report. */
    record Row(
            String id,
            boolean leader,
            String state,
            @Nullable String stage,
            @Nullable String version,
            @Nullable String trigger,
            String waitsFor,
            long examples,
            long corrections,
            long newExamples,
            long newCorrections,
            @Nullable Double epoch,
            @Nullable Double loss,
            @Nullable Double tokensPerSecond,
            @Nullable Long secondsLeft,
            @Nullable String lastVersion,
            @Nullable String lastOutcome,
            List<String> lastReasons,
            String host,
            long updatedAt) {}

    /**
     * All trainers, those that lead first.
     *
     * @param curveVersion whose loss it is; null before the first training
     * @param curve epoch and loss, in order
     */
    record TrainingPart(List<Row> trainers, @Nullable String curveVersion, String curveStage, List<double[]> curve) {}

    void report(String id, @Nullable TrainerStatus status) {
        if (status == null) {
            byId.remove(id);
            return;
        }
        byId.put(id, status);
        if (byId.size() > MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
        if (status.getVersion() != null && status.getEpoch() != null && status.getLoss() != null) {
            point(
                    status.getVersion(),
                    status.getStage() == null ? "" : status.getStage(),
                    status.getEpoch(),
                    status.getLoss());
        }
    }

    private void point(String version, String stage, double epoch, double loss) {
        if (!version.equals(curveOf) || !stage.equals(curveStage)) {
            curve.clear();
            curveOf = version;
            curveStage = stage;
            every = 1;
            seen = 0;
        }
        if (seen++ % every == 0 && Double.isFinite(loss)) {
            curve.add(new double[] {epoch, loss});
        }
        if (curve.size() > MOST_POINTS) {
            for (int i = 1; i < curve.size(); i++) {
                curve.remove(i); // every second one
            }
            every *= 2;
        }
    }

    TrainingPart part() {
        return new TrainingPart(
                byId.values().stream()
                        .map(Trainers::row)
                        .sorted((a, b) -> a.leader() == b.leader() ? a.id().compareTo(b.id()) : a.leader() ? -1 : 1)
                        .toList(),
                curveOf,
                curveStage,
                List.copyOf(curve));
    }

    private static Row row(TrainerStatus status) {
        return new Row(
                status.getTrainerId(),
                status.getLeader(),
                status.getState().toString(),
                status.getStage(),
                status.getVersion(),
                status.getTrigger(),
                status.getWaitsFor(),
                status.getExamples(),
                status.getCorrections(),
                status.getNewExamples(),
                status.getNewCorrections(),
                status.getEpoch(),
                status.getLoss(),
                status.getTokensPerSecond(),
                status.getSecondsLeft(),
                status.getLastVersion(),
                status.getLastOutcome(),
                status.getLastReasons(),
                status.getHost(),
                status.getUpdatedAt().toEpochMilli());
    }
}

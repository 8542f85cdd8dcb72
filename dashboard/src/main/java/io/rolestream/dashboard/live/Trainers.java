package io.rolestream.dashboard.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.AvroJson;
import java.util.ArrayList;
import java.util.Comparator;
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

    /**
     * The trainers.
     *
     * @param trainers their reports, leaders first
     * @param curveVersion the version that the curve is of; null before the first training
     * @param curve epoch and loss, in order
     */
    record TrainingPart(
            List<ObjectNode> trainers, @Nullable String curveVersion, String curveStage, List<double[]> curve) {}

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
                curve.remove(i); // every second point
            }
            every *= 2;
        }
    }

    TrainingPart part() {
        return new TrainingPart(
                byId.values().stream()
                        .sorted(Comparator.comparing((TrainerStatus trainer) -> !trainer.getLeader())
                                .thenComparing(TrainerStatus::getTrainerId))
                        .map(AvroJson::of)
                        .toList(),
                curveOf,
                curveStage,
                List.copyOf(curve));
    }
}

package io.rolestream.dashboard.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.AvroJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trainers' reports, and the curves of each model's latest training. For one thread. */
public final class Trainers {
    private static final int MOST = 100;
    private static final int MOST_CURVES = 4;

    private final Map<String, TrainerStatus> byId = new LinkedHashMap<>(16, 0.75f, true);

    /** By the model's name, the latest last. */
    private final Map<String, TrainingCurves> curves = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * The trainers.
     *
     * @param trainers their reports, leaders first
     * @param curves of each model's latest training, the latest first
     */
    public record TrainingPart(List<ObjectNode> trainers, List<TrainingCurves.Drawn> curves) {}

    /** @param status null if the trainer is gone */
    public void report(String id, @Nullable TrainerStatus status) {
        if (status == null) {
            byId.remove(id);
            return;
        }
        put(byId, id, status, MOST);
        if (status.getVersion() != null) {
            TrainingCurves ofModel = curves.get(status.getModelName());
            if (ofModel == null) {
                ofModel = new TrainingCurves();
                put(curves, status.getModelName(), ofModel, MOST_CURVES);
            }
            ofModel.report(status);
        }
    }

    private static <T> void put(Map<String, T> map, String key, T value, int most) {
        map.put(key, value);
        if (map.size() > most) {
            map.remove(map.keySet().iterator().next());
        }
    }

    public TrainingPart part() {
        List<TrainingCurves.Drawn> drawn = new ArrayList<>();
        curves.forEach((model, one) -> {
            if (!one.isEmpty()) {
                drawn.add(one.drawn(model));
            }
        });
        Collections.reverse(drawn);
        return new TrainingPart(
                byId.values().stream()
                        .sorted(Comparator.comparing((TrainerStatus trainer) -> !trainer.getLeader())
                                .thenComparing(TrainerStatus::getTrainerId))
                        .map(AvroJson::of)
                        .toList(),
                drawn);
    }
}

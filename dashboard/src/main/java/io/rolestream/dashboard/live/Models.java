package io.rolestream.dashboard.live;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.evaluation.report.MeasuredScore;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.schemas.serde.AvroJson;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The versions of the model, and the workers that run them. For one thread. */
final class Models {
    private static final int MOST_SHOWN = 20;
    private static final int MOST_WORKERS = 300;

    /** What the page shows of an announcement. */
    private static final List<String> FIELDS = List.of(
            "version",
            "stage",
            "announcedAt",
            "championAt",
            "trainedExamples",
            "trainedCorrections",
            "parent",
            "rulesetVersion",
            "gatePassed",
            "gateReasons");

    private final @Nullable String name;
    private final @Nullable PublicKey trusted;
    private VersionTable table;
    private final Map<String, WorkerStatus> workers = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * The scores of a version on one evaluation set: accuracies, and macro-F1.
     *
     * @param set its key
     */
    record Scores(String set, @JsonUnwrapped ByAnswerer accuracy, ByAnswerer macroF1) {}

    /**
     * A score of each who answered; null if not measured.
     *
     * @param joint of model and rules together
     * @param majority of the most frequent role
     */
    record ByAnswerer(
            @Nullable MeasuredScore model,
            @Nullable MeasuredScore rules,
            @Nullable MeasuredScore joint,
            @Nullable MeasuredScore majority) {
        static ByAnswerer of(Map<String, Double> metrics, SetName set, String score) {
            return new ByAnswerer(
                    MeasuredScore.of(metrics, set, score),
                    MeasuredScore.of(metrics, set, "rules." + score),
                    MeasuredScore.of(metrics, set, "joint." + score),
                    MeasuredScore.of(metrics, set, "majority." + score));
        }
    }

    /**
     * The versions and workers.
     *
     * @param model the model's name; null if only the rules vote
     * @param total the number of versions
     * @param versions announcements, newest first, with the gate's {@code verdict} in words, {@code scores} for each
     *     set, {@code runsOn} and {@code refusedBy}
     * @param workers their reports
     */
    record ModelsPart(@Nullable String model, int total, List<ObjectNode> versions, List<ObjectNode> workers) {}

    /**
     * @param name the model that is awaited; null for none
     * @param trusted whose signature announcements must have; null believes all
     */
    Models(@Nullable String name, @Nullable PublicKey trusted) {
        this.name = name;
        this.trusted = trusted;
        this.table = new VersionTable(trusted);
    }

    void version(String key, @Nullable ModelVersion version, Headers headers, long offset) {
        try {
            table.apply(key, version, headers, offset);
        } catch (IllegalArgumentException e) {
            table = new VersionTable(trusted); // the topic was recreated
            table.apply(key, version, headers, offset);
        }
    }

    void worker(String id, @Nullable WorkerStatus status) {
        if (status == null) {
            workers.remove(id);
        } else {
            workers.put(id, status);
            if (workers.size() > MOST_WORKERS) {
                workers.remove(workers.keySet().iterator().next());
            }
        }
    }

    Optional<ModelVersion> champion() {
        return name == null ? Optional.empty() : table.champion(name);
    }

    Optional<ModelVersion> version(String version) {
        return name == null ? Optional.empty() : table.version(name, version);
    }

    /** Whether a worker that reported lately runs any version. */
    boolean isServed(long nowMillis, long silentAfterMillis) {
        return workers.values().stream()
                .anyMatch(worker -> worker.getModelName().equals(name)
                        && worker.getState() == WorkerState.RUNNING
                        && worker.getReportedAt().toEpochMilli() > nowMillis - silentAfterMillis);
    }

    ModelsPart part() {
        if (name == null) {
            return new ModelsPart(null, 0, List.of(), List.of());
        }
        String champion = champion().map(ModelVersion::getVersion).orElse(null);
        List<Announced> announced = new ArrayList<>(table.versions(name));
        announced.sort(Comparator.comparing((Announced one) -> one.version().getVersion())
                .reversed());
        List<ObjectNode> rows = announced.stream()
                .map(Announced::version)
                .filter(version -> version.getVersion().equals(champion)
                        || announced.size() <= MOST_SHOWN
                        || announced.subList(0, MOST_SHOWN).stream().anyMatch(shown -> shown.version() == version))
                .map(version -> row(version, champion))
                .toList();
        return new ModelsPart(
                name,
                announced.size(),
                rows,
                workers.values().stream()
                        .filter(worker -> worker.getModelName().equals(name))
                        .sorted(Comparator.comparing(WorkerStatus::getWorkerId))
                        .map(AvroJson::of)
                        .toList());
    }

    private ObjectNode row(ModelVersion version, @Nullable String champion) {
        String name = version.getVersion();
        ObjectNode row = AvroJson.of(version).retain(FIELDS);
        // If several versions say that they are the champion, the last announced one is.
        if (version.getStage() == ModelStage.CHAMPION && !name.equals(champion)) {
            row.put("stage", ModelStage.RETIRED.toString());
        }
        row.put("verdict", AnnouncedVerdict.of(version).words());
        row.putPOJO("scores", scores(AnnouncedVerdict.metrics(version)));
        ArrayNode runsOn = row.putArray("runsOn");
        ArrayNode refusedBy = row.putArray("refusedBy");
        for (WorkerStatus worker : workers.values()) {
            if (worker.getState() == WorkerState.RUNNING && name.equals(worker.getModelVersion())) {
                runsOn.add(worker.getWorkerId());
            }
            if (name.equals(worker.getRefusedVersion())) {
                refusedBy.add(worker.getWorkerId() + ": " + worker.getRefusalReason());
            }
        }
        return row;
    }

    /** On every set that the version was evaluated on: scores on different sets must not be compared. */
    private static List<Scores> scores(Map<String, Double> metrics) {
        return Stream.of(SetName.values())
                .filter(set -> MeasuredScore.of(metrics, set, "accuracy") != null)
                .map(set -> new Scores(
                        set.key(), ByAnswerer.of(metrics, set, "accuracy"), ByAnswerer.of(metrics, set, "macro-f1")))
                .toList();
    }
}

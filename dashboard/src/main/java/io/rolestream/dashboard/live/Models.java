package io.rolestream.dashboard.live;

import io.rolestream.evaluation.report.EvaluationMetrics;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.announcements.VersionTable.Announced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of the model, and the workers that run them. For one thread. */
final class Models {
    private static final int MOST_SHOWN = 20;
    private static final int MOST_WORKERS = 300;

    /** The sets that versions are evaluated on, most informative first; the first with scores is shown. */
    private static final List<SetName> SETS = List.of(SetName.GOLD_RANDOM_SLICE, SetName.GOLD, SetName.SILVER);

    private final @Nullable String name;
    private VersionTable table = new VersionTable();
    private final Map<String, WorkerStatus> workers = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * How good a version was found to be; each null where it was not measured.
     *
     * @param set that it was evaluated on
     * @param joint model and rules together
     */
    record Scores(
            String set,
            @Nullable Double items,
            @Nullable Double model,
            @Nullable Double rules,
            @Nullable Double joint,
            @Nullable Double majority,
            @Nullable Double macroF1) {}

    /** A version. */
    record Row(
            String version,
            String stage,
            @Nullable String parent,
            long announcedAt,
            @Nullable Long championAt,
            long examples,
            long corrections,
            String rules,
            boolean gatePassed,
            List<String> gateReasons,
            @Nullable Scores scores,
            List<String> runsOn,
            List<String> refusedBy) {}

    /** A worker. */
    record Worker(
            String id,
            String state,
            @Nullable String version,
            @Nullable String compute,
            String host,
            @Nullable Long loadedAt,
            @Nullable String refusal,
            long updatedAt) {}

    /**
     * The newest version first.
     *
     * @param model the model's name; null where the rules are alone
     * @param total how many versions there are
     */
    record ModelsPart(
            @Nullable String model, @Nullable String champion, int total, List<Row> versions, List<Worker> workers) {}

    /** @param name of the model that is awaited; null for none */
    Models(@Nullable String name) {
        this.name = name;
    }

    void version(@Nullable String key, @Nullable ModelVersion version, long offset) {
        try {
            table.apply(key, version, offset);
        } catch (IllegalArgumentException e) {
            table = new VersionTable(); // the topic was recreated
            table.apply(key, version, offset);
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

    /** Whether a worker that reported lately runs any version. */
    boolean isServed(long nowMillis, long silentAfterMillis) {
        return workers.values().stream()
                .anyMatch(worker -> worker.getModelName().equals(name)
                        && worker.getState() == WorkerState.RUNNING
                        && worker.getReportedAt().toEpochMilli() > nowMillis - silentAfterMillis);
    }

    ModelsPart part() {
        if (name == null) {
            return new ModelsPart(null, null, 0, List.of(), List.of());
        }
        String champion = champion().map(ModelVersion::getVersion).orElse(null);
        List<Announced> announced = new ArrayList<>(table.versions(name));
        announced.sort((a, b) -> b.version().getVersion().compareTo(a.version().getVersion()));
        List<Row> rows = announced.stream()
                .map(Announced::version)
                .filter(version -> version.getVersion().equals(champion)
                        || announced.size() <= MOST_SHOWN
                        || announced.subList(0, MOST_SHOWN).stream().anyMatch(shown -> shown.version() == version))
                .map(version -> row(version, champion))
                .toList();
        return new ModelsPart(
                name,
                champion,
                announced.size(),
                rows,
                workers.values().stream()
                        .filter(worker -> worker.getModelName().equals(name))
                        .map(Models::worker)
                        .sorted((a, b) -> a.id().compareTo(b.id()))
                        .toList());
    }

    private Row row(ModelVersion version, @Nullable String champion) {
        String name = version.getVersion();
        // Of several that say so the last announced is the champion; the others wait for their retirement's record.
        boolean former = version.getStage() == ModelStage.CHAMPION && !name.equals(champion);
        return new Row(
                name,
                former ? ModelStage.RETIRED.toString() : version.getStage().toString(),
                version.getParent(),
                version.getAnnouncedAt().toEpochMilli(),
                version.getChampionAt() == null ? null : version.getChampionAt().toEpochMilli(),
                version.getTrainedExamples(),
                version.getTrainedCorrections(),
                version.getRulesetVersion(),
                version.getGatePassed(),
                version.getGateReasons(),
                scores(version.getMetrics()),
                workers.values().stream()
                        .filter(worker ->
                                worker.getState() == WorkerState.RUNNING && name.equals(worker.getModelVersion()))
                        .map(WorkerStatus::getWorkerId)
                        .toList(),
                workers.values().stream()
                        .filter(worker -> name.equals(worker.getRefusedVersion()))
                        .map(worker -> worker.getWorkerId() + ": " + worker.getRefusalReason())
                        .toList());
    }

    private static @Nullable Scores scores(Map<String, Double> announced) {
        Map<String, Double> metrics = EvaluationMetrics.current(announced);
        for (SetName name : SETS) {
            String set = name.key();
            if (metrics.containsKey(set + ".accuracy")) {
                return new Scores(
                        set,
                        metrics.get(set + ".items"),
                        metrics.get(set + ".accuracy"),
                        metrics.get(set + ".rules.accuracy"),
                        metrics.get(set + ".joint.accuracy"),
                        metrics.get(set + ".majority.accuracy"),
                        metrics.get(set + ".macro-f1"));
            }
        }
        return null;
    }

    private static Worker worker(WorkerStatus status) {
        return new Worker(
                status.getWorkerId(),
                status.getState().toString(),
                status.getModelVersion(),
                status.getCompute(),
                status.getHost(),
                status.getLoadedAt() == null ? null : status.getLoadedAt().toEpochMilli(),
                status.getRefusedVersion() == null
                        ? null
                        : "refused " + status.getRefusedVersion() + ": " + status.getRefusalReason(),
                status.getReportedAt().toEpochMilli());
    }
}

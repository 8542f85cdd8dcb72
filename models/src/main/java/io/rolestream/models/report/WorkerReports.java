package io.rolestream.models.report;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.reading.LatestReports;
import io.rolestream.common.text.Printable;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.schemas.topics.Topics;
import java.util.List;

/** The latest report of every worker, including stopped ones, in the order of their ids. */
public record WorkerReports(List<WorkerStatus> all) {
    public WorkerReports {
        all = List.copyOf(all);
    }

    public static WorkerReports read(Cluster cluster) {
        return new WorkerReports(LatestReports.read(cluster, Topics::workerStatus, WorkerStatus.class));
    }

    /** The workers that run a version. */
    List<WorkerStatus> running(ModelVersion version) {
        return all.stream()
                .filter(worker -> worker.getState() != WorkerState.STOPPED
                        && worker.getModelName().equals(version.getName())
                        && version.getVersion().equals(worker.getModelVersion()))
                .toList();
    }

    /** The workers whose latest refusal is of this version. */
    List<WorkerStatus> refusing(ModelVersion version) {
        return all.stream()
                .filter(worker -> worker.getModelName().equals(version.getName())
                        && version.getVersion().equals(worker.getRefusedVersion()))
                .toList();
    }

    /** A worker's refusal in one line. */
    static String refusal(WorkerStatus worker) {
        return Printable.line("%s refused %s at %s: %s (%s)"
                .formatted(
                        worker.getWorkerId(),
                        worker.getRefusedVersion(),
                        worker.getRefusedAt(),
                        worker.getRefusalReason(),
                        worker.getRefusalCode()));
    }
}

package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.StatusReport;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.models.artifact.ModelRefusedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reports, on the topic {@code worker-status}, what a worker runs and what it refused. For one thread. */
final class WorkerReport implements AutoCloseable {
    private final WorkerStatus.Builder status;
    private final StatusReport<WorkerStatus> report;

    WorkerReport(Cluster cluster, String model, MeterRegistry meters, WorkerIdentity identity) {
        report = new StatusReport<>(
                cluster,
                meters,
                WorkerStatus.class,
                cluster.topics().workerStatus(),
                identity.transactionalId(),
                (what, now) -> WorkerStatus.newBuilder(what).setReportedAt(now).build());
        status = WorkerStatus.newBuilder()
                .setWorkerId(identity.transactionalId())
                .setGroup(identity.group().id())
                .setLabeller(identity.labeller())
                .setModelName(model)
                .setHost(StatusReport.host());
    }

    /** It does something else now. */
    void state(WorkerState state) {
        status.setState(state);
        send(true);
    }

    /**
     * A version votes from now on.
     *
     * @param compute what it is computed with; null if that is not known
     */
    void running(String version, @Nullable String compute) {
        status.setModelVersion(version).setCompute(compute).setLoadedAt(Instant.now());
        state(WorkerState.RUNNING);
    }

    /** No version votes from now on. */
    void withoutModel() {
        status.setModelVersion(null).setCompute(null).setLoadedAt(null);
        state(WorkerState.NO_MODEL);
    }

    /** A version is not used. */
    void refused(String version, ModelRefusedException refusal) {
        status.setRefusedVersion(version)
                .setRefusalCode(refusal.refusal().code())
                .setRefusalReason(refusal.getMessage())
                .setRefusedAt(Instant.now());
        send(true);
    }

    /** Says it again after a while. */
    void repeat() {
        send(false);
    }

    private void send(boolean atOnce) {
        report.report(status.build(), Instant.now(), atOnce);
    }

    @Override
    public void close() {
        report.close();
    }
}

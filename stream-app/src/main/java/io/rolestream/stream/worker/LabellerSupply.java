package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.metrics.InfoGauge;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.WorkerState;
import io.rolestream.labellers.Labeller;
import io.rolestream.rules.role.Taxonomy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a {@link Labeller} when the worker starts, offers it once, and reports it on {@code worker-status} while it
 * votes.
 */
public final class LabellerSupply implements ModelSupply {
    private static final Logger LOG = LoggerFactory.getLogger(LabellerSupply.class);

    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final WorkerIdentity identity;
    private final Taxonomy taxonomy;
    private final Opening opening;
    private final MeterRegistry meters;
    private final InfoGauge voting;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread reporter;
    private @Nullable Change change;
    private volatile boolean settled;

    /** Opens a labeller, which may take as long as loading its weights. */
    @FunctionalInterface
    public interface Opening {
        /** @throws RuntimeException if it cannot be opened; says why and what to do */
        Labeller open() throws InterruptedException;
    }

    /**
     * Opens nothing yet.
     *
     * @param settings of the worker
     * @param taxonomy the roles of the labeller's answers
     */
    public LabellerSupply(
            Cluster cluster, WorkerSettings settings, Taxonomy taxonomy, Opening opening, MeterRegistry meters) {
        this.cluster = cluster;
        this.identity = WorkerIdentity.of(settings, cluster.topics());
        this.taxonomy = taxonomy;
        this.opening = opening;
        this.meters = meters;
        this.voting = new InfoGauge(Metric.MODEL_INFO, meters);
    }

    @Override
    public void start() throws InterruptedException {
        Labeller labeller = opening.open();
        String version = labeller.facts().version();
        voting.show(identity.labeller(), version, identity.labeller());
        synchronized (this) {
            change = new Change(new LabellerModel(labeller, identity.labeller(), taxonomy.names()));
        }
        settled = true;
        LOG.info("version {} of {} votes", version, identity.labeller());
        reporter = new Thread(() -> report(version), "worker-labeller");
        reporter.start();
    }

    private void report(String version) {
        try (WorkerReport report = new WorkerReport(cluster, identity.labeller(), meters, identity)) {
            report.running(version, null);
            while (!closed.await(REPORT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                report.repeat();
            }
            report.state(WorkerState.STOPPED);
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        }
    }

    @Override
    public boolean isSettled() {
        return settled;
    }

    @Override
    public synchronized @Nullable Change poll() {
        Change result = change;
        change = null;
        return result;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (reporter != null) {
                reporter.join(STOP_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Change unseen = poll();
        if (unseen != null && unseen.model() != null) {
            unseen.model().close();
        }
    }
}

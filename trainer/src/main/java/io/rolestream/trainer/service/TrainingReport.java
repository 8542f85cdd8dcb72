package io.rolestream.trainer.service;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.StatusReport;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.run.RunningTraining;
import io.rolestream.trainer.run.RunningTraining.At;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports a training that somebody started by hand as a trainer reports its own, so that the dashboard shows its
 * progress and its curves, and withdraws the report at the end. Reports are sent by a thread of their own; one that
 * cannot be sent is dropped, and the training goes on. Progress is taken from one thread, that of the training.
 */
public final class TrainingReport implements TrainingMonitor, Consumer<TrainingProgress>, AutoCloseable {
    static {
        GeneratedRecords.trust(); // reports are made of defaults
    }

    /** Ends the names of such models, which are thus none of those that services train. */
    private static final String BY_HAND = ", by hand";

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);

    private final TrainerStatus beginning;
    private final @Nullable ScheduledExecutorService sender;
    private final @Nullable StatusReport<TrainerStatus> report;
    private final Thread atShutdown = new Thread(this::withdraw, "training-report-shutdown");
    private volatile TrainerStatus latest;
    private long lastStep;
    private At at = At.BEGINNING;

    /**
     * Begins to report.
     *
     * @param cluster null to report nothing
     * @param name of the model in training
     * @param stage what is done, in words joined by hyphens, until the training says its stage
     */
    public TrainingReport(@Nullable Cluster cluster, String name, String stage) {
        String host = cluster == null ? "" : StatusReport.host(); // looked up once, which may take seconds
        beginning = TrainerStatus.newBuilder()
                .setTrainerId(
                        "%s-%s-%d".formatted(host, name, ProcessHandle.current().pid()))
                .setModelName(name + BY_HAND)
                .setHost(host)
                .setState(TrainerState.TRAINING)
                .setStage(stage)
                .setVersion(name)
                .build();
        latest = beginning;
        if (cluster == null) {
            sender = null;
            report = null;
        } else {
            StatusReport<TrainerStatus> reports =
                    Trainer.report(cluster, new SimpleMeterRegistry(), latest.getTrainerId());
            report = reports;
            sender = Executors.newSingleThreadScheduledExecutor(TrainingReport::thread);
            var unused = sender.scheduleWithFixedDelay(
                    () -> reports.report(latest, Instant.now(), false), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().addShutdownHook(atShutdown);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "training-report");
        thread.setDaemon(true);
        return thread;
    }

    /** Whether a report is on a training that somebody started by hand. */
    public static boolean isByHand(TrainerStatus status) {
        return status.getModelName().endsWith(BY_HAND);
    }

    /** Steps that begin again at 1 are those of another training, such as the next method's. */
    @Override
    public void accept(TrainingProgress progress) {
        long step = progress.step().step();
        if (step <= lastStep) {
            at = at.begun(at.stage());
        }
        lastStep = step;
        tell(at.progressed(progress));
    }

    @Override
    public void stage(Stage stage, long examples) {
        tell(at.begun(stage));
    }

    @Override
    public void progressed(Stage stage, TrainingProgress progress) {
        accept(progress);
    }

    private void tell(At now) {
        at = now;
        TrainerStatus.Builder status = TrainerStatus.newBuilder(beginning);
        RunningTraining.report(now, status);
        latest = status.setStage(Objects.requireNonNullElse(status.getStage(), beginning.getStage()))
                .build();
    }

    /** What is reported now, without its time. */
    TrainerStatus latest() {
        return latest;
    }

    /** At the end, or where the process is told to end before. */
    private synchronized void withdraw() {
        ScheduledExecutorService thread = sender;
        StatusReport<TrainerStatus> reports = report;
        if (thread == null || reports == null) {
            return;
        }
        if (!thread.isShutdown()) {
            thread.execute(() -> {
                reports.withdraw();
                reports.close();
            });
            thread.shutdown(); // repeated work ends here, the last does not
        }
        try {
            if (!thread.awaitTermination(PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        withdraw();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            return; // the process is shutting down, and has withdrawn it
        }
    }
}

package io.rolestream.trainer.service;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.StatusReport;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.run.RunningTraining;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports a training that somebody started by hand as a trainer reports its own, so that the dashboard shows its
 * progress and its curves. A report that cannot be sent is dropped, and the training goes on. For one thread.
 */
public final class TrainingReport implements Consumer<TrainingProgress>, AutoCloseable {
    private final String name;
    private final String stage;
    private final RunningTraining training;
    private final @Nullable StatusReport<TrainerStatus> report;

    /**
     * Connects to nothing yet.
     *
     * @param cluster null if nobody is to see the training
     * @param name of the model in training
     * @param stage what is done, in words joined by hyphens
     */
    public TrainingReport(@Nullable Cluster cluster, String name, String stage) {
        this.name = name;
        this.stage = stage;
        training = new RunningTraining(name);
        report = cluster == null ? null : Trainer.report(cluster, new SimpleMeterRegistry(), id());
    }

    private String id() {
        return StatusReport.host() + "-" + name;
    }

    @Override
    public void accept(TrainingProgress progress) {
        training.progressed(TrainingMonitor.Stage.FINE_TUNING, progress);
        if (report != null) {
            TrainerStatus.Builder status = status(TrainerState.TRAINING).setVersion(name);
            RunningTraining.report(training, status);
            report.report(status.setStage(stage).build(), Instant.now(), progress.validation() != null);
        }
    }

    private TrainerStatus.Builder status(TrainerState state) {
        return TrainerStatus.newBuilder()
                .setTrainerId(id())
                .setModelName(name)
                .setHost(StatusReport.host())
                .setState(state);
    }

    @Override
    public void close() {
        if (report != null) {
            report.report(status(TrainerState.STOPPED).build(), Instant.now(), true);
            report.close();
        }
    }
}

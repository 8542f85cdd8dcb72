package io.rolestream.trainer.matching.service;

import io.rolestream.common.clients.StatusReport;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.trainer.run.RunningTraining;
import io.rolestream.trainer.run.Training;
import io.rolestream.trainer.run.TrainingOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reports what a trainer does for one of the recommender's models. Nothing is reported before there is a pair of a
 * resume and a job that suits, or a training. For one thread.
 */
public final class MatchReport implements AutoCloseable {
    private final StatusReport<TrainerStatus> report;
    private final TrainerStatus.Builder status;
    private boolean begun;

    /**
     * Connects to nothing yet.
     *
     * @param report with the id of the trainer and of the model
     */
    public MatchReport(StatusReport<TrainerStatus> report, String id, String model) {
        this.report = report;
        this.status = TrainerStatus.newBuilder()
                .setTrainerId(id)
                .setModelName(model)
                .setHost(StatusReport.host())
                .setState(TrainerState.STARTING);
    }

    /** @param waitsFor what the next training waits for; empty during one */
    void facts(MatchTriggers.Facts facts, String waitsFor) {
        status.setExamples(facts.pairs()).setNewExamples(facts.newPairs()).setWaitsFor(waitsFor);
        begun |= facts.pairs() > 0 || facts.sinceTraining().isPresent();
    }

    void ended(TrainingOutcome outcome) {
        status.setLastVersion(outcome.version())
                .setLastOutcome(outcome.kind().key())
                .setLastReasons(outcome.reasons());
    }

    /** @param training null if none of this model runs */
    void send(boolean leads, TrainerState state, @Nullable Training training) {
        if (training != null) {
            begun = true;
            status.setTrigger(training.job().trigger().sentence());
        }
        if (!begun) {
            return;
        }
        status.setLeader(leads)
                .setState(state)
                .setVersion(training == null ? null : training.job().version());
        RunningTraining.report(training == null ? null : training.progress(), status);
        report.report(status.build(), Instant.now(), state == TrainerState.STOPPED);
    }

    @Override
    public void close() {
        report.close();
    }
}

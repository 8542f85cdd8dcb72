package io.rolestream.trainer.service;

import io.rolestream.common.clients.StatusReport;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.trainer.accumulator.ExampleAccumulator;
import io.rolestream.trainer.matching.service.MatchTrainer;
import io.rolestream.trainer.run.JobDirectory;
import io.rolestream.trainer.run.LastTraining;
import io.rolestream.trainer.run.Publication;
import io.rolestream.trainer.run.RunningTraining;
import io.rolestream.trainer.run.Training;
import io.rolestream.trainer.run.TrainingJob;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import io.rolestream.trainer.run.Trainings;
import io.rolestream.trainer.run.Trigger;
import io.rolestream.trainer.run.Trigger.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer's main thread: takes part in the group, follows the announcements, decides when to train, starts and
 * stops trainings, and reports.
 *
 * <p>It never waits for a training. A running training is stopped when another trainer leads or a later version is
 * announced; in the latter case it is discarded, otherwise it continues when this trainer leads again. After a failure,
 * the loop continues with the next step; only a refused login, a missing right, or another process with the same name
 * end it.
 *
 * <p>Everything here belongs to the thread that calls {@link #run}, unless stated otherwise.
 */
final class TrainerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RESUME_AFTER = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /** No training starts with a greater lag. */
    private static final long CLOSE_TO_THE_END = 1_000;

    private final ExampleAccumulator accumulator;
    private final Leadership leadership;
    private final VersionLog versions;
    private final Assessment assessment;
    private final Triggers triggers;
    private final Trainings trainings;
    private final JobDirectory jobs;
    private final StatusReport<TrainerStatus> report;
    private final @Nullable MatchTrainer matches;
    private final String model;
    private final TrainerStatus.Builder status;

    private @Nullable Training training;
    private Optional<TrainingJob> unfinished = Optional.empty();
    private Optional<LastTraining> lastHere = Optional.empty();
    private Optional<Assessment.Result> found = Optional.empty();
    private long resumeAt = System.nanoTime();
    private long begunAt = System.nanoTime();

    /** Until then a training of the recommender's models is not stopped: for as long as the last one of roles took. */
    private long turnEndsAt = System.nanoTime();

    /** Whether a training of roles is to begin, or this is not known yet. */
    private boolean due;

    /** Whether there is a reason to train, but the turn is the other models'. */
    private boolean held;

    private volatile long steppedAt = System.nanoTime();
    private volatile boolean following;
    private volatile boolean stopping;

    /** @param matches trains the recommender's models while no training of roles runs or is due; null for nothing */
    TrainerLoop(
            ExampleAccumulator accumulator,
            Leadership leadership,
            VersionLog versions,
            Trainings trainings,
            StatusReport<TrainerStatus> report,
            @Nullable MatchTrainer matches) {
        this.accumulator = accumulator;
        this.leadership = leadership;
        this.versions = versions;
        this.assessment = new Assessment(trainings);
        this.triggers = new Triggers(trainings.settings().schedule());
        this.trainings = trainings;
        this.jobs = trainings.jobs();
        this.report = report;
        this.matches = matches;
        this.model = trainings.model().name();
        this.status = TrainerStatus.newBuilder()
                .setTrainerId(trainings.trainer())
                .setModelName(model)
                .setHost(StatusReport.host())
                .setState(TrainerState.STARTING);
    }

    /** Works until stopped, or until a failure after which it cannot continue. */
    void run() throws InterruptedException, IOException {
        report(true);
        unfinished = jobs.current();
        leadership.join();
        try {
            while (!stopping) {
                steppedAt = System.nanoTime();
                try {
                    step();
                } catch (AuthenticationException
                        | AuthorizationException
                        | CommandFailedException
                        | ConfigurationException
                        | AccumulationEndedException e) {
                    throw e;
                } catch (SchemaRegistryUnavailableException e) {
                    LOG.debug("a record waits for the schema registry", e);
                    Thread.sleep(RETRY_AFTER.toMillis());
                } catch (RuntimeException | IOException e) {
                    LOG.warn("trying again in a moment: {}", e.toString());
                    LOG.debug("the failure", e);
                    Thread.sleep(RETRY_AFTER.toMillis());
                }
            }
        } finally {
            end();
        }
    }

    private void step() throws IOException {
        leadership.poll(POLL);
        versions.poll(Duration.ZERO);
        requireAccumulation();
        if (versions.caughtUp() && leadership.joined()) {
            following = true;
            if (training == null) {
                goOn();
            } else if (training.isOver()) {
                finish(training);
            } else if (!leadership.leads() || isSurpassed(training.job())) {
                training.stop();
            }
            if (found.isEmpty() || assessment.isDue()) {
                found = Optional.of(assessment.look(versions.table(), lastTraining(), Instant.now()));
            }
            if (matches != null) {
                matches.step(versions.table(), leadership.leads(), training == null && !due);
            }
        }
        report(false);
    }

    private void requireAccumulation() {
        if (!stopping && accumulator.stopped().isDone()) {
            throw new AccumulationEndedException(accumulator.stopped().join());
        }
    }

    private static final class AccumulationEndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AccumulationEndedException(@Nullable Throwable cause) {
            super("accumulation of examples has stopped", cause);
        }
    }

    /** Continues the unfinished training or, if there is none, starts one if there is a reason. */
    private void goOn() throws IOException {
        due = found.isEmpty();
        held = false;
        if (unfinished.isPresent()) {
            if (isSurpassed(unfinished.get())) {
                LOG.info(
                        "discarding the training of version {}: a later one was announced",
                        unfinished.get().version());
                jobs.drop();
                unfinished = Optional.empty();
            } else if (leadership.leads() && System.nanoTime() - resumeAt >= 0) {
                due = true;
                if (isAlone()) {
                    begun(trainings.resume(unfinished.get(), versions.table()));
                }
            }
        } else if (leadership.leads()
                && found.isPresent()
                && accumulator.lag().orElse(Long.MAX_VALUE) <= CLOSE_TO_THE_END) {
            triggers.decide(found.get().situation(), leadership.askedBy(versions.table(), model))
                    .ifPresent(trigger -> {
                        held = trigger.reason() != Reason.COMMAND && isTurnOfMatches();
                        due = !held;
                        if (due && isAlone()) {
                            begun(trainings.begin(trigger, versions.table(), leadership.answered(model)));
                        }
                    });
        }
    }

    /** Whether no other training uses the processors; one that does is stopped once this one is due. */
    private boolean isAlone() {
        return matches == null || !matches.isBusy();
    }

    /**
     * Without this, trainings of roles that follow each other closely would never let the recommender's models be
     * trained to the end.
     */
    private boolean isTurnOfMatches() {
        return matches != null && matches.isUnfinished() && System.nanoTime() - turnEndsAt < 0;
    }

    private void begun(Training begun) {
        training = begun;
        begunAt = System.nanoTime();
        due = false;
        unfinished = Optional.empty();
        status.setTrigger(begun.job().trigger().sentence())
                .setVersion(begun.job().version());
    }

    private void finish(Training over) throws IOException {
        training = null;
        status.setVersion(null);
        TrainingOutcome outcome = over.outcome();
        if (outcome.kind() == Kind.STOPPED) {
            unfinished = jobs.current();
            resumeAt = System.nanoTime() + RESUME_AFTER.toNanos();
            return;
        }
        lastHere = Optional.of(LastTraining.ended(over.job(), Instant.now()));
        status.setLastVersion(outcome.version())
                .setLastOutcome(outcome.kind().key())
                .setLastReasons(outcome.reasons());
        long now = System.nanoTime();
        turnEndsAt = now + RESUME_AFTER.toNanos() + (now - begunAt);
        trainings.meters().ended(outcome, over.job().trigger());
        found = Optional.empty();
        assessment.renew();
        leadership.answer(model, over.job().offsets());
        jobs.drop();
    }

    private boolean isSurpassed(TrainingJob job) {
        return Publication.isSurpassed(versions.table(), model, job);
    }

    private Optional<LastTraining> lastTraining() {
        return LastTraining.later(LastTraining.announced(versions.table(), model, Instant.now()), lastHere);
    }

    private void report(boolean atOnce) {
        status.setLeader(leadership.leads()).setState(state());
        found.ifPresent(result -> status.setExamples(result.situation().texts())
                .setCorrections(result.corrections())
                .setNewExamples(result.situation().newExamples())
                .setNewCorrections(result.situation().newCorrections())
                .setWaitsFor(
                        training != null
                                ? ""
                                : held ? Trigger.WAITS_FOR_ANOTHER : triggers.waitsFor(result.situation())));
        RunningTraining.report(training == null ? null : training.progress(), status);
        TrainerStatus now = status.build();
        trainings.meters().report(now);
        report.report(now, Instant.now(), atOnce);
    }

    private TrainerState state() {
        if (stopping) {
            return TrainerState.STOPPED;
        }
        if (!following) {
            return TrainerState.STARTING;
        }
        if (training != null) {
            return training.progress().at().publishing() ? TrainerState.PUBLISHING : TrainerState.TRAINING;
        }
        return leadership.leads() ? TrainerState.ACCUMULATING : TrainerState.STANDING_BY;
    }

    private void end() throws InterruptedException {
        stopping = true;
        if (training != null) {
            training.stop();
            training.awaitEnd(STOP_TIMEOUT.toMillis());
            training = null;
        }
        if (matches != null) {
            matches.close();
        }
        report(true);
    }

    /** For any thread. */
    String describe() {
        return !following
                ? "joining its group"
                : leadership.leads() ? "leading: trains when there is a reason" : "standing by: another trainer leads";
    }

    /** Whether it knows the leader and the existing versions. For any thread. */
    boolean isFollowing() {
        return following;
    }

    /** Start of the last step, by {@link System#nanoTime}. For any thread. */
    long steppedAt() {
        return steppedAt;
    }

    /** For any thread. */
    void stop() {
        stopping = true;
    }
}

package io.rolestream.trainer.matching.service;

import io.rolestream.events.TrainerState;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.matching.store.MatchStore;
import io.rolestream.trainer.matching.store.MatchStoreException;
import io.rolestream.trainer.run.LastTraining;
import io.rolestream.trainer.run.Publication;
import io.rolestream.trainer.run.Training;
import io.rolestream.trainer.run.TrainingJob;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when to train the recommender's models and starts and stops their trainings, one at a time: the matcher
 * first, since a reward model is judged behind the matcher that is champion then. A training that has to make room, for
 * one of roles or for another leader, continues later; it is discarded if a later version was announced meanwhile.
 *
 * <p>It never waits for a training. For the trainer's main thread, unless stated otherwise.
 */
public final class MatchTrainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MatchTrainer.class);
    private static final Duration RESUME_AFTER = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);
    private static final long LEAST_INTERVAL = Duration.ofSeconds(1).toNanos();

    /** Counting pairs in a large store is slow, so it is limited to this share of the time. */
    private static final int SHARE = 20;

    /** No training starts with a greater lag. */
    private static final long CLOSE_TO_THE_END = 1_000;

    private final MatchTrainings trainings;
    private final Supplier<OptionalLong> lag;
    private final MatchCommands commands;
    private final MatchTriggers triggers;
    private final List<Model> models = new ArrayList<>();

    private @Nullable MatchStore store;
    private @Nullable Running running;
    private long resumeAt = System.nanoTime();
    private long countAt = System.nanoTime();
    private volatile long pairs;

    private record Running(Model model, Training training) {}

    /** One of the models, between its trainings too. */
    private static final class Model {
        private final VersionTask task;
        private final MatchReport report;
        private Optional<TrainingJob> unfinished;
        private Optional<LastTraining> lastHere = Optional.empty();
        private MatchTriggers.@Nullable Facts facts;

        /** A version that was announced from here, and may not be in the table yet. */
        private @Nullable String announced;

        Model(VersionTask task, MatchReport report, Optional<TrainingJob> unfinished) {
            this.task = task;
            this.report = report;
            this.unfinished = unfinished;
        }

        String name() {
            return task.recommenderModel();
        }

        Optional<LastTraining> last(VersionTable table) {
            return LastTraining.later(LastTraining.announced(table, name(), Instant.now()), lastHere);
        }
    }

    /**
     * Finds trainings that were stopped or killed.
     *
     * @param lag records that are not accumulated yet; empty while unknown
     * @param commands people's
     * @param reports made for each model, by its name
     * @throws IOException if the trainer's directory cannot be read
     */
    public MatchTrainer(
            MatchTrainings trainings,
            Supplier<OptionalLong> lag,
            MatchCommands commands,
            Function<String, MatchReport> reports)
            throws IOException {
        this.trainings = trainings;
        this.lag = lag;
        this.commands = commands;
        this.triggers = new MatchTriggers(
                trainings.settings().matching(), trainings.settings().schedule().pause());
        for (VersionTask task : trainings.settings().matching().models()) {
            String name = task.recommenderModel();
            trainings.meters().register(name);
            models.add(new Model(task, reports.apply(name), trainings.jobs(task).current()));
        }
        trainings.meters().pairs(() -> pairs);
    }

    /** Whether a training runs, even if it was asked to stop. */
    public boolean isBusy() {
        return running != null;
    }

    /** Whether a training runs, or is to continue after it had to make room. */
    public boolean isUnfinished() {
        return isBusy() || models.stream().anyMatch(model -> model.unfinished.isPresent());
    }

    /**
     * Starts, stops or finishes a training if there is a reason, and reports.
     *
     * @param leads whether this trainer leads
     * @param free whether a training may run; if not, one that runs is stopped
     */
    public void step(VersionTable table, boolean leads, boolean free) throws IOException {
        discardSurpassed(table);
        if (running == null) {
            if (leads && free) {
                goOn(table);
            }
        } else if (running.training().isOver()) {
            finish(running.model(), running.training());
        } else if (!leads
                || !free
                || isSurpassed(running.model(), running.training().job(), table)) {
            running.training().stop();
        }
        count(table);
        report(leads, free, false);
    }

    /** Whoever leads: its copy of the pairs would outlive their erasure. */
    private void discardSurpassed(VersionTable table) throws IOException {
        for (Model model : models) {
            if (model.unfinished.isPresent() && isSurpassed(model, model.unfinished.get(), table)) {
                LOG.info(
                        "discarding the training of version {} of {}: a later one was announced",
                        model.unfinished.get().version(),
                        model.name());
                trainings.jobs(model.task).drop();
                model.unfinished = Optional.empty();
            }
        }
    }

    private void goOn(VersionTable table) throws IOException {
        for (Model model : models) {
            if (model.unfinished.isPresent()) {
                if (System.nanoTime() - resumeAt >= 0) {
                    begun(model, trainings.resume(model.task, model.unfinished.get()));
                }
                return;
            }
            if (model.announced != null) {
                if (table.version(model.name(), model.announced).isEmpty()) {
                    return; // the next training is compared with it
                }
                model.announced = null;
            }
            if (model.facts != null && lag.get().orElse(Long.MAX_VALUE) <= CLOSE_TO_THE_END) {
                triggers.decide(model.facts, commands.askedBy(table, model.name()))
                        .ifPresent(
                                trigger -> begun(model, trainings.begin(model.task, trigger, table, offsets(model))));
                if (running != null) {
                    return;
                }
            }
        }
    }

    private void begun(Model model, Training training) {
        running = new Running(model, training);
        model.unfinished = Optional.empty();
    }

    private void finish(Model model, Training training) throws IOException {
        running = null;
        TrainingOutcome outcome = training.outcome();
        if (outcome.kind() == Kind.STOPPED) {
            model.unfinished = trainings.jobs(model.task).current();
            resumeAt = System.nanoTime() + RESUME_AFTER.toNanos();
            return;
        }
        model.lastHere = Optional.of(LastTraining.ended(training.job(), Instant.now()));
        model.facts = null;
        model.announced = outcome.kind() == Kind.PUBLISHED ? outcome.version() : null;
        model.report.ended(outcome);
        trainings.meters().ended(model.name(), outcome);
        countAt = System.nanoTime();
        commands.answer(model.name(), training.job().offsets());
        trainings.jobs(model.task).drop();
    }

    private static boolean isSurpassed(Model model, TrainingJob job, VersionTable table) {
        return Publication.isSurpassed(table, model.name(), job);
    }

    /** Looks how many pairs there are. */
    private void count(VersionTable table) {
        long start = System.nanoTime();
        if (start - countAt < 0) {
            return;
        }
        try {
            long all = store().suiting(Map.of());
            pairs = all;
            for (Model model : models) {
                Optional<LastTraining> last = model.last(table);
                Instant now = Instant.now();
                model.facts = new MatchTriggers.Facts(
                        all,
                        last.map(since -> store().suiting(since.offsets())).orElse(all),
                        last.map(since -> since.age(now)));
            }
            long end = System.nanoTime();
            countAt = end + Math.max(LEAST_INTERVAL, SHARE * (end - start));
        } catch (MatchStoreException e) {
            LOG.warn("the recommender's models are not trained now: {}", e.getMessage());
            models.forEach(model -> model.facts = null);
            countAt = System.nanoTime() + RETRY_AFTER.toNanos();
        }
    }

    private MatchStore store() {
        MatchStore open = store;
        if (open == null) {
            open = MatchStore.open(trainings.settings().dataDirectory());
            store = open;
        }
        return open;
    }

    private Map<String, Long> offsets(Model model) {
        Map<String, Long> offsets = new HashMap<>(commands.answered(model.name()));
        store().positions().forEach((partition, next) -> offsets.put(partition.toString(), next));
        return offsets;
    }

    private void report(boolean leads, boolean free, boolean stopping) {
        for (Model model : models) {
            Training training = running != null && running.model() == model ? running.training() : null;
            MatchTriggers.Facts facts = model.facts;
            if (facts != null) {
                boolean stopped = model.unfinished.isPresent();
                boolean alone = free && running == null;
                model.report.facts(facts, training == null ? triggers.waitsFor(facts, stopped, alone) : "");
            }
            TrainerState state = stopping
                    ? TrainerState.STOPPED
                    : training != null
                            ? training.progress().at().publishing() ? TrainerState.PUBLISHING : TrainerState.TRAINING
                            : leads ? TrainerState.ACCUMULATING : TrainerState.STANDING_BY;
            model.report.send(leads, state, training);
        }
    }

    /** Stops the training, which continues after the next start. */
    @Override
    public void close() throws InterruptedException {
        if (running != null) {
            running.training().stop();
            running.training().awaitEnd(STOP_TIMEOUT.toMillis());
            running = null;
        }
        report(false, true, true);
        models.forEach(model -> model.report.close());
        if (store != null) {
            store.close();
        }
    }
}

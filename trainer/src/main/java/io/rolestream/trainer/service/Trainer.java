package io.rolestream.trainer.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.StatusReport;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.reading.GroupCheck;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.Service;
import io.rolestream.events.TrainerStatus;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.models.task.VersionTask;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.accumulator.ExampleAccumulator;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.ExampleStoreException;
import io.rolestream.trainer.matching.service.MatchProcedure;
import io.rolestream.trainer.matching.service.MatchReport;
import io.rolestream.trainer.matching.service.MatchTrainer;
import io.rolestream.trainer.matching.service.MatchTrainings;
import io.rolestream.trainer.matching.store.MatchAccumulator;
import io.rolestream.trainer.run.ModelToTrain;
import io.rolestream.trainer.run.Publication;
import io.rolestream.trainer.run.TrainerMeters;
import io.rolestream.trainer.run.Training;
import io.rolestream.trainer.run.TrainingJob;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import io.rolestream.trainer.run.TrainingProcedure;
import io.rolestream.trainer.run.Trainings;
import io.rolestream.trainer.run.Trigger;
import io.rolestream.trainer.run.Trigger.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accumulates examples and, if it leads the trainers of its model, trains and publishes. Call either {@link #start} or
 * {@link #once}.
 */
public final class Trainer implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Longer than any call to Kafka blocks. */
    private static final Duration STUCK = Duration.ofMinutes(3);

    private final Cluster cluster;
    private final TrainerSettings settings;
    private final ModelToTrain model;
    private final @Nullable String instance;
    private final TrainingProcedure procedure;
    private final MatchProcedure matching;
    private final MeterRegistry meterRegistry;
    private final TrainerMeters meters;
    private final OwnGroup group;
    private final String id;
    private final Thread thread = new Thread(this::work, "trainer");
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();
    private volatile @Nullable Parts parts;

    private record Parts(
            ExampleAccumulator accumulator, Leadership leadership, TrainerLoop loop, Deque<AutoCloseable> opened) {}

    /**
     * Connects to nothing yet.
     *
     * @param instance its name, the same after a restart, with which it keeps the lead meanwhile; null for none
     * @param matching how it trains the recommender's models
     */
    public Trainer(
            Cluster cluster,
            TrainerSettings settings,
            ModelToTrain model,
            @Nullable String instance,
            TrainingProcedure procedure,
            MatchProcedure matching,
            MeterRegistry meters) {
        this.matching = matching;
        this.settings = settings;
        this.cluster = cluster;
        this.model = model;
        this.instance = instance;
        this.procedure = procedure;
        this.meterRegistry = meters;
        this.meters = new TrainerMeters(meters);
        this.group = settings.group().with("-" + model.name());
        this.id = cluster.topics().own(group.id()) + "-" + (instance == null ? UUID.randomUUID() : instance);
    }

    /**
     * Checks the schemas, waiting for the registry, then the topics and the group, and begins.
     *
     * @throws ConfigurationException if the registry lacks or refuses schemas, or its group is not its own
     * @throws ExampleStoreException if another trainer uses the directory, or the examples cannot be read
     * @throws TopicAdminException if a topic is missing, or the cluster does not answer
     */
    @Override
    public void start() throws InterruptedException {
        RequiredSchemas.await(cluster, Subjects.ofTrainer(cluster.topics()));
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            ExampleStore store = add(opened, ExampleStore.open(settings.dataDirectory()));
            ExampleAccumulator accumulator =
                    add(opened, new ExampleAccumulator(cluster, settings.retention(), store, meterRegistry));
            Leadership leadership = add(opened, new Leadership(cluster, group, instance, models(), meterRegistry));
            VersionLog versions = add(opened, versions());
            StatusReport<TrainerStatus> report = add(opened, report(cluster, meterRegistry, id));
            Trainings trainings = trainings(store, leadership::confirm);
            MatchTrainings.deleteUnused(settings);
            MatchTrainer matches = settings.matching().models().isEmpty() ? null : matches(opened, leadership);
            TrainerLoop loop = new TrainerLoop(accumulator, leadership, versions, trainings, report, matches);
            meters.lag(accumulator::lag);
            GroupCheck.check(cluster, group, Set.of(cluster.topics().trainerCommands()), false);
            accumulator.start();
            parts = new Parts(accumulator, leadership, loop, opened);
        } catch (IOException e) {
            closeAll(opened);
            throw new UncheckedIOException(e);
        } catch (RuntimeException | InterruptedException e) {
            closeAll(opened);
            throw e;
        }
        thread.start();
        LOG.info("trainer {} of group {} trains {}", id, group.id(), model.name());
    }

    /** The names of the models that it trains. */
    private Set<String> models() {
        return Stream.concat(
                        Stream.of(model.name()),
                        settings.matching().models().stream().map(VersionTask::recommenderModel))
                .collect(Collectors.toSet());
    }

    /** Begins to accumulate pairs of resumes and jobs. */
    private MatchTrainer matches(Deque<AutoCloseable> opened, Leadership leadership) throws IOException {
        MatchAccumulator pairs = add(
                opened,
                new MatchAccumulator(
                        cluster,
                        settings.dataDirectory(),
                        settings.matching().textChars(),
                        settings.retention().age(),
                        meterRegistry));
        MatchTrainings trainings =
                new MatchTrainings(cluster, settings, id, model.rules(), matching, leadership::confirm, meters);
        MatchTrainer made = new MatchTrainer(
                trainings,
                pairs::lag,
                leadership,
                name -> new MatchReport(report(cluster, meterRegistry, id + "-" + name), id + "-" + name, name));
        pairs.start();
        return made;
    }

    private Trainings trainings(ExampleStore store, Publication.Leads leads) {
        return new Trainings(cluster, settings, id, model, procedure, store, leads, meters);
    }

    /** @throws ConfigurationException if what this trainer announces would not be believed */
    private VersionLog versions() {
        return new VersionLog(
                cluster, SigningKeys.read(settings.models().keys()).trusted());
    }

    /** @param reporter the key of its reports */
    static StatusReport<TrainerStatus> report(Cluster cluster, MeterRegistry meters, String reporter) {
        return new StatusReport<>(
                cluster,
                meters,
                TrainerStatus.class,
                cluster.topics().trainerStatus(),
                reporter,
                (status, now) ->
                        TrainerStatus.newBuilder(status).setUpdatedAt(now).build());
    }

    private static <T extends AutoCloseable> T add(Deque<AutoCloseable> opened, T one) {
        opened.push(one);
        return one;
    }

    /** In reverse order. */
    private static void closeAll(Deque<AutoCloseable> opened) {
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.warn("closed with failures: {}", e.toString());
            }
        }
    }

    private void work() {
        Throwable cause = null;
        try {
            running().loop().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CommandFailedException | ConfigurationException e) {
            cause = e; // says itself what to do
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("the trainer is stopping after a failure", e);
            cause = e;
        } finally {
            closeAll(running().opened());
            stopped.complete(cause);
        }
    }

    private Parts running() {
        Parts open = parts;
        if (open == null) {
            throw new IllegalStateException("not started");
        }
        return open;
    }

    /**
     * Reads the topics to their current end, trains once, or continues a stopped training, and publishes, whether it
     * leads or not; it does not replace a version that began later.
     *
     * @return {@link Kind#STOPPED} if it was stopped
     * @throws ExampleStoreException as {@link #start}
     * @throws TopicAdminException as {@link #start}, or if the announcements cannot be read in time
     * @throws IOException if the directory cannot be read or written
     * @throws SchemaRegistryUnavailableException if the registry is unavailable
     */
    public TrainingOutcome once(BooleanSupplier stop) throws IOException, InterruptedException {
        RequiredSchemas.check(cluster.registry(), Subjects.ofTrainer(cluster.topics()));
        try (ExampleStore store = ExampleStore.open(settings.dataDirectory());
                VersionLog versions = versions();
                ExampleAccumulator accumulator =
                        new ExampleAccumulator(cluster, settings.retention(), store, meterRegistry)) {
            accumulator.start();
            if (!versions.readToEnd(PATIENCE)) {
                throw new TopicAdminException(
                        "timed out after %d s reading the announcements of model versions"
                                .formatted(PATIENCE.toSeconds()),
                        null);
            }
            while (!stop.getAsBoolean()
                    && accumulator.lag().orElse(1) > 0
                    && !accumulator.stopped().isDone()) {
                String waiting = cluster.waitsForRegistry();
                if (waiting != null && !accumulator.healthy()) {
                    throw new SchemaRegistryUnavailableException(waiting, null);
                }
                Thread.sleep(LOOK.toMillis());
            }
            Trainings trainings = trainings(store, () -> true);
            Optional<TrainingJob> unfinished = trainings.jobs().current();
            Training training = unfinished.isPresent()
                    ? trainings.resume(unfinished.get(), versions.table())
                    : trainings.begin(new Trigger(Reason.COMMAND, "requested with --once"), versions.table(), Map.of());
            while (!training.isOver()) {
                if (stop.getAsBoolean()) {
                    training.stop();
                }
                Thread.sleep(LOOK.toMillis());
            }
            TrainingOutcome outcome = training.outcome();
            if (outcome.kind() != Kind.STOPPED) {
                trainings.jobs().drop();
            }
            return outcome;
        }
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /** Its name on {@code trainer-status}. */
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return "trainer";
    }

    /** Whether it makes progress and accumulates examples, starts, or waits for the registry. */
    @Override
    public boolean isLive() {
        Parts open = parts;
        return !stopped.isDone()
                && (open == null
                        || (System.nanoTime() - open.loop().steppedAt() < STUCK.toNanos()
                                && (open.accumulator().healthy() || cluster.waitsForRegistry() != null)));
    }

    /** Whether it knows the leader and the existing versions. */
    @Override
    public boolean isReady() {
        Parts open = parts;
        return open != null && !stopped.isDone() && open.loop().isFollowing() && cluster.waitsForRegistry() == null;
    }

    /** As of its last commit. */
    public boolean leads() {
        Parts open = parts;
        return open != null && !stopped.isDone() && open.leadership().leads();
    }

    @Override
    public String describe() {
        Parts open = parts;
        if (stopped.isDone()) {
            return "stopped";
        }
        String waiting = cluster.waitsForRegistry();
        if (waiting != null) {
            return waiting;
        }
        return open == null ? "starting" : open.loop().describe();
    }

    /** Stops the training, which continues after the next start. */
    @Override
    public void close() {
        Parts open = parts;
        if (open == null) {
            stopped.complete(null);
            return;
        }
        open.loop().stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

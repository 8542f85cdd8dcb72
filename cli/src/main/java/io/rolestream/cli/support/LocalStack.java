package io.rolestream.cli.support;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.Health;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.ModelSupply;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.trainer.run.ModelToTrain;
import io.rolestream.trainer.run.TrainingProcedure;
import io.rolestream.trainer.service.Trainer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Rolestream in this process: an embedded broker with a schema registry, the topics, the labelling service
 * and, if wanted, a model worker and a trainer.
 *
 * <p>Closes in the order of the flow, so that finished labels are committed; a running training continues after the
 * next start. Also closes when the process receives SIGINT or SIGTERM, at any point of the start: the steps of
 * starting and stopping are mutually exclusive, so that nothing is started, and no file created, after a stop.
 */
public final class LocalStack implements Health, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final short ONE_REPLICA = 1;
    private static final String INSTANCE = "local";

    private final EmbeddedKafka kafka;
    private final ProcessMeters meters = new ProcessMeters();
    private final Function<Map<String, String>, Settings> configured;
    private final @Nullable Models models;
    private final @Nullable TrainingProcedure training;
    private final Thread shutdownHook = new Thread(this::stop, "rolestream-shutdown");
    private @Nullable Settings settings;
    private @Nullable StreamApp stream;
    private @Nullable Worker worker;
    private @Nullable Trainer trainer;
    private @Nullable AutoCloseable watcher;
    private boolean stopped;

    /** Makes what a worker gets its models from. */
    @FunctionalInterface
    public interface Models {
        ModelSupply supply(Settings settings, SchemaRegistry registry, MeterRegistry meters);
    }

    /** A step of the start. */
    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    private LocalStack(
            EmbeddedKafka kafka,
            Function<Map<String, String>, Settings> configured,
            @Nullable Models models,
            @Nullable TrainingProcedure training) {
        this.kafka = kafka;
        this.configured = configured;
        this.models = models;
        this.training = training;
    }

    /** Starts everything but a trainer, as the other one. */
    public static LocalStack start(
            EmbeddedKafka kafka, Function<Map<String, String>, Settings> configured, @Nullable Models models)
            throws InterruptedException {
        return start(kafka, configured, models, null);
    }

    /**
     * Starts everything; returns when resumes are being labelled.
     *
     * @param kafka the broker, not yet started
     * @param configured makes the settings, given those of the broker
     * @param models for a worker; null for none
     * @param training how a trainer trains; null for no trainer
     */
    public static LocalStack start(
            EmbeddedKafka kafka,
            Function<Map<String, String>, Settings> configured,
            @Nullable Models models,
            @Nullable TrainingProcedure training)
            throws InterruptedException {
        LocalStack stack = new LocalStack(kafka, configured, models, training);
        Runtime.getRuntime().addShutdownHook(stack.shutdownHook);
        try {
            stack.step(stack::startKafka);
            stack.step(stack::startStream);
            stack.step(stack::startWorker);
            stack.step(stack::startTrainer);
            stack.awaitRunning();
            return stack;
        } catch (RuntimeException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    private synchronized void step(Step step) throws InterruptedException {
        if (stopped) {
            throw new CancellationException("the process is shutting down");
        }
        step.run();
    }

    private void startKafka() {
        kafka.start();
        settings = configured.apply(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                kafka.bootstrapServers(),
                ConnectionConfig.SCHEMA_REGISTRY_URL,
                kafka.schemaRegistryUrl(),
                Settings.KAFKA_PREFIX + "security.protocol",
                "PLAINTEXT",
                StreamConfig.STATE_DIRECTORY,
                kafka.dataDirectory().resolve("state").toString(),
                StreamConfig.INSTANCE_ID,
                INSTANCE));
    }

    private void startStream() {
        try (Admin admin = Admin.create(ConnectionConfig.clientProperties(settings()))) {
            TopicAdmin.create(admin, Configuration.catalogue(settings()), ONE_REPLICA);
        }
        stream = new StreamApp(settings(), kafka.registry(), meters.registry());
        stream.start();
    }

    private void startWorker() {
        if (models != null) {
            worker = new Worker(
                    settings(),
                    kafka.registry(),
                    models.supply(settings(), kafka.registry(), meters.registry()),
                    meters.registry());
            worker.start();
        }
    }

    private void startTrainer() throws InterruptedException {
        if (training != null) {
            Taxonomy taxonomy = StreamApp.taxonomy(settings());
            RuleSet rules = RuleSet.load(settings().string(StreamConfig.RULES), taxonomy);
            trainer = new Trainer(
                    settings(),
                    kafka.registry(),
                    new ModelToTrain(settings().string(WorkerConfig.MODEL_NAME), taxonomy, rules),
                    INSTANCE,
                    training,
                    meters.registry());
            trainer.start();
        }
    }

    private void awaitRunning() throws InterruptedException {
        try {
            stream().running().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (worker != null) {
                worker.settled().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandFailedException(
                    "the services did not start within " + START_TIMEOUT.toSeconds()
                            + " s; run it with --verbose to see why",
                    e);
        }
    }

    public Settings settings() {
        return started(settings);
    }

    public SchemaRegistry registry() {
        return kafka.registry();
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public StreamApp stream() {
        return started(stream);
    }

    /** The worker, if one was wanted. */
    public Optional<Worker> worker() {
        return Optional.ofNullable(worker);
    }

    /** What its services have counted. */
    public PrometheusMeterRegistry meters() {
        return meters.registry();
    }

    /** Whether every service lives. */
    @Override
    public boolean isLive() {
        return stream().isLive() && (worker == null || worker.isLive()) && (trainer == null || trainer.isLive());
    }

    /** Whether resumes are being labelled; until there is a model, the rules alone do that. */
    @Override
    public boolean isReady() {
        return stream().isReady();
    }

    @Override
    public String describe() {
        return "labelling: " + stream().describe()
                + (worker == null ? "" : "; worker: " + worker.describe())
                + (trainer == null ? "" : "; trainer: " + trainer.describe());
    }

    /** Closes this with the stack, before everything that it watches; immediately if the stack is already closed. */
    public synchronized void closeFirst(AutoCloseable watching) throws Exception {
        if (stopped) {
            watching.close();
        } else {
            watcher = watching;
        }
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started");
        }
        return part;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            return; // the process is going down, and the hook closes
        }
        stop();
    }

    private synchronized void stop() {
        stopped = true;
        closeWatcher();
        if (trainer != null) {
            trainer.close();
        }
        if (worker != null) {
            worker.close();
        }
        if (stream != null) {
            stream.close();
        }
        kafka.close();
        meters.close();
    }

    private void closeWatcher() {
        if (watcher != null) {
            try {
                watcher.close();
            } catch (Exception e) {
                LOG.warn("the monitor of the stack did not close", e);
            }
        }
    }
}

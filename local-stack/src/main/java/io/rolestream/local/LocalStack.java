package io.rolestream.local;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.MetricSource;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.common.metrics.ServiceMeters;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.Service;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.local.services.Services;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.recommending.RecommenderService;
import io.rolestream.stream.worker.ModelSupply;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.trainer.run.TrainingProcedure;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Rolestream in this process: an embedded broker with a schema registry, the topics, the labelling service and,
 * if wanted, a model worker, a trainer, a recommender and a generator.
 *
 * <p>Closes in the order of the flow, so that finished labels are committed; a running training continues after the
 * next start. Also closes when the process receives SIGINT or SIGTERM, at any point of the start: the steps of starting
 * and stopping are mutually exclusive, so that nothing is started, and no file created, after a stop.
 */
public final class LocalStack implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final String INSTANCE = "local";

    /**
     * A slow machine keeps a transaction open for long. After a crash nothing waits this long: the next process of the
     * same directory has the same transactional ids, and ends what was left open.
     */
    private static final Map<String, String> PATIENT_TRANSACTIONS =
            Map.of(Settings.KAFKA_PREFIX + "producer." + ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "60000");

    private final EmbeddedKafka kafka;
    private final ProcessMeters meters = new ProcessMeters();
    private final Function<Map<String, String>, Settings> configured;
    private final @Nullable Models models;
    private final @Nullable TrainingProcedure training;
    private final Thread shutdownHook = new Thread(this::stop, "rolestream-shutdown");
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();

    /** The started services, last first. */
    private final Deque<Service> services = new ConcurrentLinkedDeque<>();

    private @Nullable Settings settings;
    private @Nullable StreamApp stream;
    private @Nullable Worker worker;
    private volatile @Nullable RecommenderService recommender;

    private boolean stopping;

    /** Makes the source of a worker's models. */
    @FunctionalInterface
    public interface Models {
        ModelSupply supply(Settings settings, Cluster cluster, MeterRegistry meters);
    }

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

    /**
     * Starts everything; returns when resumes are being labelled.
     *
     * @param kafka the broker, not yet started
     * @param configured makes the settings, given those of the broker
     * @param models null for no worker
     * @param training null for no trainer
     */
    public static LocalStack start(
            EmbeddedKafka kafka,
            Function<Map<String, String>, Settings> configured,
            @Nullable Models models,
            @Nullable TrainingProcedure training)
            throws InterruptedException {
        LocalStack stack = new LocalStack(kafka, configured, models, training);
        stack.start();
        return stack;
    }

    @Override
    public void start() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            step(this::startKafka);
            step(this::startStream);
            step(this::startWorker);
            step(this::startTrainer);
            awaitRunning();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private synchronized void step(Step step) throws InterruptedException {
        if (stopping) {
            throw new CancellationException("the process is shutting down");
        }
        step.run();
    }

    private <S extends Service> S start(S service) throws InterruptedException {
        services.push(service);
        service.stopped().thenAccept(failure -> {
            if (failure != null) {
                stopped.complete(failure);
            }
        });
        service.start();
        return service;
    }

    private void startKafka() throws InterruptedException {
        start(kafka);
        Map<String, String> values = new HashMap<>(LocalBroker.connection(kafka));
        values.putAll(PATIENT_TRANSACTIONS);
        values.put(
                StreamConfig.STATE_DIRECTORY,
                kafka.dataDirectory().resolve("state").toString());
        values.put(StreamConfig.INSTANCE_ID, INSTANCE);
        settings = configured.apply(values);
    }

    private void startStream() throws InterruptedException {
        LocalBroker.createTopics(kafka, settings());
        stream = start(new StreamApp(cluster(), StreamConfig.settings(settings()), meters.registry(), null));
    }

    private void startWorker() throws InterruptedException {
        if (models != null) {
            ModelSupply supply = models.supply(settings(), cluster(), meters.registry());
            worker = start(new Worker(cluster(), WorkerConfig.settings(settings()), supply, meters.registry()));
        }
    }

    private void startTrainer() throws InterruptedException {
        if (training != null) {
            String model = settings().string(WorkerConfig.MODEL_NAME);
            start(Services.trainer(settings(), cluster(), model, INSTANCE, training, meters.registry()));
        }
    }

    /** Adds a recommender, which begins to label jobs and to keep lists. */
    public void recommend() throws InterruptedException {
        step(() -> recommender = start(Services.recommender(
                settings(), cluster(), new ServiceMeters(meters.registry(), MetricSource.RECOMMENDER))));
    }

    /** Adds a generator, which begins to write descriptions of jobs for resumes. */
    public void generate() throws InterruptedException {
        step(() -> start(Services.generator(
                settings(), cluster(), new ServiceMeters(meters.registry(), MetricSource.GENERATOR))));
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

    public Cluster cluster() {
        return Cluster.of(settings(), kafka.registry());
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public StreamApp stream() {
        return started(stream);
    }

    public PrometheusMeterRegistry meters() {
        return meters.registry();
    }

    @Override
    public String name() {
        return "local stack";
    }

    @Override
    public boolean isLive() {
        return services.stream().allMatch(Service::isLive);
    }

    /** Whether resumes are being labelled and, with a recommender, lists are kept. */
    @Override
    public boolean isReady() {
        RecommenderService recommends = recommender;
        return stream().isReady() && (recommends == null || recommends.isReady());
    }

    @Override
    public String describe() {
        return services.stream()
                .map(service -> service.name() + ": " + service.describe())
                .collect(Collectors.joining("; "));
    }

    /** Completes with the cause as soon as a service fails. */
    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /** Adds a started service, which is closed before the others; at once if the stack is closed. */
    public synchronized void add(Service service) {
        if (stopping) {
            service.close();
        } else {
            services.push(service);
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
        stopping = true;
        while (!services.isEmpty()) {
            Service service = services.pop();
            try {
                service.close();
            } catch (RuntimeException e) {
                LOG.warn("the {} did not close", service.name(), e);
            }
        }
        meters.close();
        stopped.complete(null);
    }
}

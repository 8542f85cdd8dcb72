package io.rolestream.cli;

import io.rolestream.config.ConnectionConfig;
import io.rolestream.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.topics.TopicAdmin;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/**
 * A whole Rolestream in this process: an embedded broker with a schema registry, the topics, and the labelling service.
 *
 * <p>Closes in the order of the flow, so that what was labelled is committed. Also closes when the process is told to
 * stop (Ctrl-C, SIGTERM).
 */
public final class LocalStack implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final short ONE_REPLICA = 1;

    private final EmbeddedKafka kafka;
    private final Settings settings;
    private final StreamApp stream;
    private final Thread shutdownHook = new Thread(this::stop, "rolestream-shutdown");

    private LocalStack(EmbeddedKafka kafka, Settings settings) {
        this.kafka = kafka;
        this.settings = settings;
        this.stream = new StreamApp(settings, kafka.registry());
    }

    /**
     * Starts everything; returns when resumes are being labelled.
     *
     * @param kafka the broker, not yet started
     * @param settings makes the settings, given those of the broker
     */
    public static LocalStack start(EmbeddedKafka kafka, Function<Map<String, String>, Settings> settings)
            throws InterruptedException {
        kafka.start();
        try {
            LocalStack stack = new LocalStack(
                    kafka,
                    settings.apply(Map.of(
                            ConnectionConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers(),
                            ConnectionConfig.SCHEMA_REGISTRY_URL, kafka.schemaRegistryUrl(),
                            StreamConfig.STATE_DIRECTORY,
                                    kafka.dataDirectory().resolve("state").toString(),
                            StreamConfig.INSTANCE_ID, "local")));
            stack.run();
            return stack;
        } catch (RuntimeException | InterruptedException e) {
            kafka.close();
            throw e;
        }
    }

    private void run() throws InterruptedException {
        try (Admin admin = Admin.create(ConnectionConfig.clientProperties(settings))) {
            TopicCatalogue catalogue = Configuration.catalogue(settings);
            TopicAdmin.create(admin, catalogue, ONE_REPLICA);
        }
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        stream.start();
        try {
            stream.running().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandFailedException(
                    "the labelling service did not start within " + START_TIMEOUT.toSeconds()
                            + " s; run it with --verbose to see why",
                    e);
        }
    }

    public Settings settings() {
        return settings;
    }

    public SchemaRegistry registry() {
        return kafka.registry();
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public StreamApp stream() {
        return stream;
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

    private void stop() {
        stream.close();
        kafka.close();
    }
}

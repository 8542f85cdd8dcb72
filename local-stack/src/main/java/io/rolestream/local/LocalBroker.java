package io.rolestream.local;

import io.rolestream.common.clients.ClientSettings;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.Service;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.local.services.Configuration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A broker and a schema registry with Rolestream's topics, for services in other processes. Also closes when the
 * process ends while it starts, so that no temporary files are left.
 */
public final class LocalBroker implements Service {
    private static final short ONE_REPLICA = 1;

    private final EmbeddedKafka kafka;
    private final Function<Map<String, String>, Settings> configured;
    private final Thread shutdownHook;

    /**
     * Starts nothing yet.
     *
     * @param kafka not yet started; closed with this
     * @param configured makes the settings, given those that lead to the broker
     */
    public LocalBroker(EmbeddedKafka kafka, Function<Map<String, String>, Settings> configured) {
        this.kafka = kafka;
        this.configured = configured;
        this.shutdownHook = new Thread(kafka::close, "rolestream-shutdown");
    }

    /** The settings with which clients reach a started broker. */
    static Map<String, String> connection(EmbeddedKafka kafka) {
        Map<String, String> values = new HashMap<>(ClientSettings.overrideAll("security.protocol", "PLAINTEXT"));
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        values.put(ConnectionConfig.SCHEMA_REGISTRY_URL, kafka.schemaRegistryUrl());
        return values;
    }

    /** Creates the topics that a started broker lacks. */
    static void createTopics(EmbeddedKafka kafka, Settings settings) {
        try (Admin admin = Cluster.of(settings, kafka.registry()).clients().admin()) {
            TopicAdmin.create(admin, Configuration.catalogue(settings), ONE_REPLICA);
        }
    }

    /**
     * Starts broker and registry, creates missing topics, and registers all schemas, for clients that only look them
     * up.
     */
    @Override
    public void start() {
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            kafka.start();
            Settings settings = configured.apply(connection(kafka));
            createTopics(kafka, settings);
            RequiredSchemas.check(Cluster.of(settings, kafka.registry()).registry(), Configuration.subjects(settings));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public String name() {
        return kafka.name();
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return kafka.stopped();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            return; // the process is going down, and the hook closes
        }
        kafka.close();
    }
}

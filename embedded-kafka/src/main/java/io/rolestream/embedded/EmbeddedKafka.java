package io.rolestream.embedded;

import io.rolestream.common.service.Service;
import io.rolestream.schemas.registry.LocalSchemaRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A single-node Kafka broker and a schema registry in this process, on loopback ports. Data, cluster id and schema ids
 * survive restarts on the same directory, even with other ports, and kills at any moment.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedKafka implements Service {
    private static final int START_ATTEMPTS = 3;

    private final Builder settings;
    private @Nullable Running running;
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();

    private record Running(
            DataDirectory directory, EmbeddedSchemaRegistry registry, RegistryServer server, KRaftBroker broker) {}

    private EmbeddedKafka(Builder settings) {
        this.settings = settings;
    }

    /** Settings for one broker: a temporary directory and free ports by default. */
    public static Builder builder() {
        return new Builder();
    }

    /** A started broker with a temporary directory and free ports. */
    public static EmbeddedKafka startTemporary() {
        return builder().start();
    }

    /**
     * Starts registry and broker; returns when clients can connect.
     *
     * @throws EmbeddedKafkaException if the directory or a port cannot be used; nothing is left running
     * @throws IllegalStateException if it was started before
     */
    @Override
    public synchronized void start() {
        if (running != null || stopped.isDone()) {
            throw new IllegalStateException("An embedded broker can only be started once");
        }
        // Before anything is started or created: a wrong port is the commonest failure.
        Ports.free(settings.registryPort, settings.registryPortOption);
        Ports.free(settings.port, settings.portOption);
        DataDirectory directory =
                settings.directory == null ? DataDirectory.temporary() : DataDirectory.of(settings.directory);
        RegistryServer server = null;
        try {
            var registry = EmbeddedSchemaRegistry.open(directory.schemas());
            server = RegistryServer.start(registry, settings.registryPort, settings.registryPortOption);
            running = new Running(directory, registry, server, startBroker(directory));
        } catch (RuntimeException | Error e) {
            if (server != null) {
                server.close();
            }
            directory.close();
            throw e;
        }
    }

    private KRaftBroker startBroker(DataDirectory directory) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.free(settings.port, settings.portOption);
            int controllerPort = Ports.free(Ports.EPHEMERAL, "controller port");
            try {
                return KRaftBroker.start(directory.kafka(), port, controllerPort, settings.properties);
            } catch (EmbeddedKafkaException e) {
                // Another process may have taken a port before it was used.
                if (attempt == START_ATTEMPTS || (Ports.isFree(port) && Ports.isFree(controllerPort))) {
                    throw e;
                }
            }
        }
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /** {@code host:port} of the broker. */
    public String bootstrapServers() {
        return running().broker().bootstrapServers();
    }

    /** The registry's base URL, for clients in other processes. */
    public String schemaRegistryUrl() {
        return running().server().url().toString();
    }

    /** The registry itself, for clients in this process. */
    public LocalSchemaRegistry registry() {
        return running().registry();
    }

    public Path dataDirectory() {
        return running().directory().root();
    }

    private synchronized Running running() {
        if (running == null) {
            throw new IllegalStateException("The embedded broker is not running");
        }
        return running;
    }

    /** Stops broker and registry, and deletes a temporary directory. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (running != null) {
            var stopping = running;
            running = null;
            try (var directory = stopping.directory();
                    var server = stopping.server()) {
                stopping.broker().close();
            }
        }
        stopped.complete(null);
    }

    /** Settings for one broker. */
    public static final class Builder {
        private @Nullable Path directory;
        private int port = Ports.EPHEMERAL;
        private int registryPort = Ports.EPHEMERAL;
        private Map<String, String> properties = Map.of();
        private String portOption = "the broker's port";
        private String registryPortOption = "the registry's port";

        private Builder() {}

        /** Where data is kept; created if its parent exists. The default is a temporary directory. */
        public Builder directory(Path path) {
            this.directory = path;
            return this;
        }

        /** The broker's port; 0, the default, for any free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The registry's port; 0, the default, for any free one. */
        public Builder registryPort(int port) {
            this.registryPort = port;
            return this;
        }

        /** Broker properties that override or extend the built-in ones, such as for authorization. */
        public Builder properties(Map<String, String> others) {
            this.properties = Map.copyOf(others);
            return this;
        }

        /** The names of the two ports' settings in error messages. */
        public Builder portOptions(String port, String registryPort) {
            this.portOption = port;
            this.registryPortOption = registryPort;
            return this;
        }

        public EmbeddedKafka build() {
            return new EmbeddedKafka(this);
        }

        public EmbeddedKafka start() {
            EmbeddedKafka kafka = build();
            kafka.start();
            return kafka;
        }
    }
}

package io.rolestream.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * One KRaft node, broker and controller at once, in this process. Only this class and {@link Predecessor} use Kafka's
 * server classes, which are internal and may change with any version. A fault that Kafka considers fatal, such as a
 * data directory that is no longer writable, ends the process.
 */
final class KRaftBroker implements AutoCloseable {
    private static final int NODE_ID = 1;

    private final int port;
    private final KafkaRaftServer server;

    private KRaftBroker(int port, KafkaRaftServer server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Starts a node on a log directory, which is formatted first if it is new.
     *
     * @param port for clients, free now
     * @param controllerPort for the node itself, free now
     * @param others override or extend the built-in properties
     */
    static KRaftBroker start(Path logs, int port, int controllerPort, Map<String, String> others) {
        Properties properties = properties(logs, port, controllerPort);
        properties.putAll(others);
        if (!Files.exists(logs.resolve("meta.properties"))) {
            format(logs, properties);
        } else if (Predecessor.wasKilled(logs)) {
            Predecessor.unregister(NODE_ID, controllerOnly(properties, controllerPort), controllerPort);
        }
        var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new EmbeddedKafkaException(
                    "The broker cannot start on port %d with data in %s: %s".formatted(port, logs, e.getMessage()), e);
        }
        return new KRaftBroker(port, server);
    }

    String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path logs, Properties properties) {
        var output = new ByteArrayOutputStream();
        try {
            Files.createDirectories(logs);
            Path file = Files.createTempFile(logs, "format", ".properties");
            try (var out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            String[] arguments = {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()};
            int exit;
            try (var print = new PrintStream(output, true, StandardCharsets.UTF_8)) {
                exit = StorageTool.execute(arguments, print);
            } finally {
                Files.delete(file);
            }
            if (exit != 0) {
                throw new EmbeddedKafkaException("Directory %s cannot be formatted for Kafka: %s"
                        .formatted(logs, output.toString(StandardCharsets.UTF_8).strip()));
            }
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Directory %s cannot be prepared for Kafka: %s".formatted(logs, e), e);
        }
    }

    private static Properties properties(Path logs, int port, int controllerPort) {
        var properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(NODE_ID));
        properties.setProperty("controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, Ports.HOST, controllerPort));
        properties.setProperty(
                "listeners", "CLIENT://%1$s:%2$d,CONTROLLER://%1$s:%3$d".formatted(Ports.HOST, port, controllerPort));
        properties.setProperty("advertised.listeners", "CLIENT://%s:%d".formatted(Ports.HOST, port));
        properties.setProperty("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", "CLIENT");
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("log.dirs", logs.toString());
        properties.setProperty("auto.create.topics.enable", "false");
        for (String internal :
                new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.setProperty(internal + ".replication.factor", "1");
            properties.setProperty(internal + ".num.partitions", "4");
        }
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        // No other broker could take over while the process is paused, and taking its partitions away briefly would
        // endanger the transactions that are ending at that moment: see Predecessor.
        properties.setProperty("broker.session.timeout.ms", "60000");
        // A starting broker may need a second heartbeat to be admitted.
        properties.setProperty("broker.heartbeat.interval.ms", "500");
        // A stop waits for these threads to flush and close the logs.
        properties.setProperty("num.recovery.threads.per.data.dir", "16");
        properties.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        return properties;
    }

    private static Properties controllerOnly(Properties node, int controllerPort) {
        var properties = new Properties();
        properties.putAll(node);
        properties.setProperty("process.roles", "controller");
        properties.setProperty("listeners", "CONTROLLER://%s:%d".formatted(Ports.HOST, controllerPort));
        properties.remove("advertised.listeners");
        properties.remove("inter.broker.listener.name");
        return properties;
    }
}

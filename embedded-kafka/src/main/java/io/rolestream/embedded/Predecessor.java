package io.rolestream.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;

/**
 * The killed broker that ran on a directory before. According to its registration on disk it still leads every
 * partition. A node that simply starts considers itself that leader, until the controller misses the dead broker's
 * heartbeats and takes the partitions away; they return once the node has registered again.
 *
 * <p>Transactions do not survive that in Kafka 4.3.1, because of KAFKA-20734. The node's coordinator immediately ends
 * the transactions that were being committed or aborted at the kill, and those that have timed out since, but cannot
 * send their end markers, because the node does not listen yet. While the partitions have no leader it considers them
 * deleted ({@code TransactionMarkerChannelManager.addTxnMarkersToBrokerQueue}), drops the markers, and marks the
 * transactions as complete. Readers of committed data then block before them permanently, and offsets in them stay
 * undecided.
 *
 * <p>So the registration is removed before a broker starts. The new broker leads nothing until it has registered, and
 * need not wait for the dead broker's session to expire.
 */
final class Predecessor {
    private static final String CLEAN_SHUTDOWN_FILE = ".kafka_cleanshutdown";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Predecessor() {}

    /** Whether the broker of a formatted log directory was killed, or never ran. */
    static boolean wasKilled(Path logs) {
        return !Files.exists(logs.resolve(CLEAN_SHUTDOWN_FILE));
    }

    /** Removes its registration, if there is one, through a temporary controller with these properties. */
    static void unregister(int nodeId, Properties properties, int controllerPort) {
        Map<String, Object> client =
                Map.of(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, Ports.HOST + ":" + controllerPort);
        var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            server.startup();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!isKnown(controllerPort, client)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("the controller does not register");
                }
            }
            try (var admin = Admin.create(client)) {
                admin.unregisterBroker(nodeId).all().get();
            }
        } catch (ExecutionException | RuntimeException e) {
            if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
                throw new EmbeddedKafkaException(
                        "The registration of the killed broker cannot be removed: " + e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedKafkaException("The start of the broker was interrupted", e);
        } finally {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /**
     * Whether the controller has registered. Until then it refers clients to its former port, where another controller
     * may listen by now.
     */
    private static boolean isKnown(int controllerPort, Map<String, Object> client)
            throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(client)) {
            return admin.describeCluster().nodes().get().stream().anyMatch(node -> node.port() == controllerPort);
        }
    }
}

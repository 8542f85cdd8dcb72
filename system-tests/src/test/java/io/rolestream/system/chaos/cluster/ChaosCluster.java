package io.rolestream.system.chaos.cluster;

import io.rolestream.embedded.EmbeddedSchemaRegistry;
import io.rolestream.embedded.RegistryServer;
import io.rolestream.system.installation.Endpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Three KRaft nodes, each broker and controller, and a schema registry. Clients reach every broker through a
 * {@link FaultyProxy}, whose port it advertises, and the registry through a {@link FaultyRegistry}; brokers reach each
 * other directly.
 */
public final class ChaosCluster implements Endpoints, AutoCloseable {
    /** A broker that is silent so long loses its partitions. */
    public static final Duration SESSION = Duration.ofSeconds(6);

    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final List<ChaosNode> nodes = new ArrayList<>();
    private final List<FaultyProxy> proxies = new ArrayList<>();
    private final RegistryServer registryServer;
    private final FaultyRegistry faultyRegistry;

    /** Starts all; returns when every broker has joined. */
    public ChaosCluster(Path directory, Path logs) throws Exception {
        Files.createDirectories(directory);
        registryServer = RegistryServer.start(
                EmbeddedSchemaRegistry.open(directory.resolve("schemas.json")), 0, "the registry's port");
        faultyRegistry = new FaultyRegistry(registryServer.url());
        try {
            List<Integer> ports = freePorts(NODES * 3);
            String clusterId = Uuid.randomUuid().toString();
            for (int i = 0; i < NODES; i++) {
                proxies.add(new FaultyProxy(ports.get(3 * i)));
                Path ofNode = directory.resolve("broker-" + (i + 1));
                nodes.add(new ChaosNode(i + 1, clusterId, properties(i, ports), ofNode, logs));
            }
            for (ChaosNode node : nodes) {
                node.start();
            }
            awaitComplete();
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Ports that are free now, held all at once so that they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** Per node three ports: for clients, for other brokers, for controllers. */
    private Properties properties(int node, List<Integer> ports) {
        String host = "127.0.0.1";
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(node + 1));
        properties.setProperty(
                "controller.quorum.voters",
                IntStream.range(0, NODES)
                        .mapToObj(i -> "%d@%s:%d".formatted(i + 1, host, ports.get(3 * i + 2)))
                        .collect(Collectors.joining(",")));
        properties.setProperty(
                "listeners",
                "CLIENT://%1$s:%2$d,BROKER://%1$s:%3$d,CONTROLLER://%1$s:%4$d"
                        .formatted(host, ports.get(3 * node), ports.get(3 * node + 1), ports.get(3 * node + 2)));
        properties.setProperty(
                "advertised.listeners",
                "CLIENT://%1$s:%2$d,BROKER://%1$s:%3$d"
                        .formatted(host, proxies.get(node).port(), ports.get(3 * node + 1)));
        properties.setProperty(
                "listener.security.protocol.map", "CLIENT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", "BROKER");
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("default.replication.factor", "3");
        properties.setProperty("min.insync.replicas", "2");
        properties.setProperty("unclean.leader.election.enable", "false");
        for (String internal : List.of("offsets.topic", "transaction.state.log")) {
            properties.setProperty(internal + ".replication.factor", "3");
            properties.setProperty(internal + ".num.partitions", "4");
        }
        properties.setProperty("transaction.state.log.min.isr", "2");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        // A dead broker loses its partitions before it comes back: so soon that a campaign need not wait long for it.
        properties.setProperty("broker.session.timeout.ms", Long.toString(SESSION.toMillis()));
        properties.setProperty("broker.heartbeat.interval.ms", "500");
        // Two cores for all these processes: a controller that gets none for two seconds is no reason for an election.
        properties.setProperty("controller.quorum.fetch.timeout.ms", "6000");
        properties.setProperty("controller.quorum.election.timeout.ms", "3000");
        properties.setProperty("replica.lag.time.max.ms", "5000");
        properties.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        properties.setProperty("log.cleaner.backoff.ms", "1000");
        return properties;
    }

    @Override
    public String bootstrapServers() {
        return proxies.stream().map(proxy -> "127.0.0.1:" + proxy.port()).collect(Collectors.joining(","));
    }

    @Override
    public String registryUrl() {
        return faultyRegistry.url();
    }

    /** Where the registry answers without faults. */
    public String directRegistryUrl() {
        return registryServer.url().toString();
    }

    public List<ChaosNode> nodes() {
        return nodes;
    }

    /** The proxy in front of each node. */
    public List<FaultyProxy> proxies() {
        return proxies;
    }

    public FaultyRegistry faultyRegistry() {
        return faultyRegistry;
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    /** Waits until every broker is in and every partition has all its replicas in sync. */
    public void awaitComplete() throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        try (Admin admin = admin()) {
            while (!isComplete(admin)) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("the brokers do not come together: "
                            + nodes.stream()
                                    .map(node -> node + (node.isAlive() ? " runs" : " does not run"))
                                    .toList());
                }
                Thread.sleep(200);
            }
        }
    }

    private static boolean isComplete(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get().size() == NODES
                    && admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.leader() != null
                                    && partition.isr().size()
                                            == partition.replicas().size());
        } catch (ExecutionException e) {
            return false; // not yet
        }
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(ChaosNode::close);
        for (FaultyProxy proxy : proxies) {
            proxy.close();
        }
        faultyRegistry.close();
        registryServer.close();
    }
}

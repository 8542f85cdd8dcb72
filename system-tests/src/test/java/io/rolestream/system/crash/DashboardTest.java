package io.rolestream.system.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.metrics.Metric;
import io.rolestream.common.metrics.MetricType;
import io.rolestream.system.monitoring.Programs;
import io.rolestream.system.monitoring.PrometheusProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every panel of the Grafana dashboard shows something after the services, each in a process of its own, have learnt
 * twice.
 */
@Tag("full")
@Timeout(300)
class DashboardTest {
    private static final Path DASHBOARD = Path.of("..", "deploy", "grafana", "dashboards", "rolestream.json");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What there is on a GPU alone. */
    private static final Set<Metric> OF_A_GPU = Set.of(Metric.DEVICE_MEMORY_USED, Metric.DEVICE_MEMORY_SIZE);

    /** One query of one panel. */
    private record Query(String panel, String expression) {}

    @Test
    void shouldShowSomethingInEveryPanel(@TempDir Path directory) throws Exception {
        Optional<Path> program = Programs.find("prometheus");
        assumeTrue(program.isPresent(), "prometheus is not installed (Debian: apt-get install prometheus)");
        int[] ports = freePorts();
        Instant start = Instant.now();
        try (var loop = new LearningLoop("dashboard", directory.resolve("loop"), ports);
                var prometheus = PrometheusProcess.start(
                        program.get(),
                        directory.resolve("prometheus"),
                        ports[3],
                        List.of("127.0.0.1:" + ports[0], "127.0.0.1:" + ports[1], "127.0.0.1:" + ports[2]))) {
            Awaitility.await().atMost(PATIENCE).until(prometheus::isReady);
            loop.send(LearningLoop.FIRST_TEXTS + 20);
            String first = loop.awaitChampionOtherThan("");
            loop.awaitVotesOf(first, 450);
            loop.answer(LearningLoop.ANSWERS);
            String second = loop.awaitChampionOtherThan(first);
            loop.awaitVotesOf(second, 300);

            for (Query query : queries()) {
                Awaitility.await(query.toString())
                        .atMost(PATIENCE)
                        .until(() -> prometheus.values(query.expression(), start).stream()
                                .anyMatch(Double::isFinite));
            }
            for (Metric metric : Metric.values()) {
                String name =
                        metric.type() == MetricType.HISTOGRAM ? metric.prometheus() + "_count" : metric.prometheus();
                assertThat(OF_A_GPU.contains(metric)
                                || !prometheus.values(name, start).isEmpty())
                        .as(name)
                        .isTrue();
            }
        }
    }

    private static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        panel.path("title").asText(), target.path("expr").asText()));
            }
        }
        assertThat(queries).hasSizeGreaterThan(40);
        return queries;
    }

    private static int[] freePorts() throws IOException {
        int[] ports = new int[4];
        List<ServerSocket> taken = new ArrayList<>();
        for (int i = 0; i < ports.length; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            taken.add(socket);
            ports[i] = socket.getLocalPort();
        }
        for (ServerSocket socket : taken) {
            socket.close();
        }
        return ports;
    }
}

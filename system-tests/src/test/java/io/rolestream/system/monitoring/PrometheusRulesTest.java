package io.rolestream.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolestream.common.metrics.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules, alerts and dashboard in {@code deploy}. What Prometheus' own tool says of them is asked where it is
 * installed.
 */
class PrometheusRulesTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path PROMETHEUS = DEPLOY.resolve("prometheus");
    private static final Pattern METRIC = Pattern.compile("\\brolestream_[a-z_]+");
    private static final Pattern RECORDED = Pattern.compile("\\brolestream:[a-z0-9_:]+");
    private static final Pattern HISTOGRAM_PART = Pattern.compile("_(bucket|sum|count)$");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prometheus/recording-rules.yml",
                "prometheus/alert-rules.yml",
                "prometheus/alert-tests.yml",
                "grafana/dashboards/rolestream.json"
            })
    void shouldNameMetricsThatThereAre(String file) throws IOException {
        Set<String> known = Stream.of(Metric.values()).map(Metric::prometheus).collect(Collectors.toSet());

        assertThat(found(METRIC, DEPLOY.resolve(file)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known)
                        .containsAnyOf(name, HISTOGRAM_PART.matcher(name).replaceFirst("")));
    }

    @Test
    void shouldRecordWhatAlertsAndDashboardAskFor() throws IOException {
        Set<String> asked = found(RECORDED, PROMETHEUS.resolve("alert-rules.yml"));
        asked.addAll(found(RECORDED, DEPLOY.resolve("grafana/dashboards/rolestream.json")));

        assertThat(Files.readAllLines(PROMETHEUS.resolve("recording-rules.yml")).stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("- record: "))
                        .map(line -> line.substring("- record: ".length())))
                .containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void shouldFireWhereItShouldAndNowhereElse() throws Exception {
        promtool("test", "rules", "alert-tests.yml");
    }

    @Test
    void shouldTestEveryAlert() throws IOException {
        String tests = Files.readString(PROMETHEUS.resolve("alert-tests.yml"));

        assertThat(found(Pattern.compile("(?<=- alert: )\\w+"), PROMETHEUS.resolve("alert-rules.yml")))
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(tests).contains("alertname: " + alert + "\n        exp_alerts:\n"));
    }

    @Test
    void shouldBeAConfigurationThatPrometheusTakes() throws Exception {
        promtool("check", "config", "--lint-fatal", "prometheus.yml");
    }

    private static Set<String> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(result -> result.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void promtool(String... arguments) throws Exception {
        Path promtool = Programs.find("promtool").orElse(null);
        assumeTrue(promtool != null, "promtool is not installed (Debian: apt-get install prometheus)");
        List<String> command = new ArrayList<>(List.of(String.valueOf(promtool)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(PROMETHEUS.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
    }
}

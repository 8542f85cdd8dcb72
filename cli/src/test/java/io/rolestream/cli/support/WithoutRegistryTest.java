package io.rolestream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.dashboard.Dashboard;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.local.services.Configuration;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.accumulator.ExampleAccumulator;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.Retention;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's "On your own Kafka", with nothing but the address of the brokers. */
@Tag("full")
class WithoutRegistryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String PREFIX = "registryless.";

    private final String servers = SharedStack.get().kafka().bootstrapServers();
    private final Path directory;

    WithoutRegistryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldRefuseToServeWithoutTopics() {
        Result result =
                Cli.run("stream", "-b", servers, "--topic-prefix", "nowhere.", "-s", "state.directory=" + directory);
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("Topic nowhere.schemas is missing");
    }

    @Test
    void shouldLabelTrainReviewRelabelAndShow() throws Exception {
        assertThat(run("topics", "create").out()).contains("created  registryless.schemas");
        assertThat(run("topics", "check").out()).contains("all topics are as required");
        Settings settings = settings();
        try (StreamApp app = new StreamApp(
                        Cluster.of(settings), StreamConfig.settings(settings), new SimpleMeterRegistry());
                Dashboard dashboard = new Dashboard(Cluster.of(settings), DashboardConfig.settings(settings), app);
                ExampleStore store = ExampleStore.open(directory.resolve("examples"));
                ExampleAccumulator accumulator = new ExampleAccumulator(
                        Cluster.of(settings),
                        new Retention(Duration.ofDays(1), 100),
                        store,
                        new SimpleMeterRegistry())) {
            app.start();
            app.running().get();
            dashboard.start();
            accumulator.start();
            Path file = Files.writeString(
                    directory.resolve("a.csv"), "id,skills\nr-1,\"AWS, Azure, GCP\"\nr-2,\"Java, Spring\"\n");
            Path answers = Files.writeString(directory.resolve("answers.csv"), "id,role\nr-2,DevOps Engineer\n");

            assertThat(run("produce", file.toString()).err()).startsWith("2 sent, 0 failed");
            awaitLines(2, "\"resumeId\":\"r-1\"", "\"role\":\"Cloud Engineer\"");
            Awaitility.await().atMost(PATIENCE).until(() -> accumulator.counts().examples() == 2);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> page(dashboard, "r-1").contains("Cloud Engineer"));

            Result answered = run("review", "--answers", answers.toString());
            assertThat(answered.exitCode()).as(answered.err()).isEqualTo(ExitCode.DONE);
            awaitLines(3, "\"resumeId\":\"r-2\"", "\"role\":\"DevOps Engineer\"", "\"decidedBy\":\"HUMAN\"");
            Awaitility.await().atMost(PATIENCE).until(() -> accumulator.counts().corrections() == 1);

            Result relabelled = run("relabel");
            assertThat(relabelled.err()).contains("2 of 2 resumes sent");
            awaitLines(5, "\"resumeId\":\"r-1\"", "\"revision\":2");
        }
    }

    private void awaitLines(int count, String... ofOne) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                run("consume", "labels", "--until-end").out().lines())
                        .hasSize(count)
                        .anySatisfy(line -> assertThat(line).contains(ofOne)));
    }

    private static String page(Dashboard dashboard, String id) throws Exception {
        URI uri = URI.create(dashboard.url() + "api/label?id=" + id);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private Settings settings() {
        Map<String, String> values = new HashMap<>(Map.of(
                "bootstrap.servers", servers, "topic.prefix", PREFIX, "stream.threads", "1", "dashboard.port", "0"));
        values.put("application.id", PREFIX + "stream");
        values.put("state.directory", directory.resolve("state").toString());
        return Settings.of(Configuration.definitions(), values);
    }

    private Result run(String... arguments) {
        List<String> options =
                List.of("-b", servers, "--topic-prefix", PREFIX, "-s", "application.id=" + PREFIX + "stream");
        return Cli.run(Stream.concat(Stream.of(arguments), options.stream()).toArray(String[]::new));
    }
}

package io.rolestream.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.config.Settings;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.serving.Serving;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedSettingsTest {
    private final Path directory;
    private final Path taxonomy;
    private final Path rules;
    private final List<String> told = new ArrayList<>();

    CarriedSettingsTest(@TempDir Path directory) {
        this.directory = directory.resolve("model");
        this.taxonomy = this.directory.resolve("taxonomy.json");
        this.rules = this.directory.resolve("trained-rules.txt");
    }

    @BeforeEach
    void writeModel() throws IOException {
        TinyModel.write(directory, List.of("Gardener", "Rest"), 1, "Rest");
        Files.writeString(
                taxonomy,
                "{\"fallback\": \"Rest\", \"roles\": {\"Gardener\": \"Grows plants.\", \"Rest\": \"Any other.\"}}");
        Files.writeString(rules, "name: mine\nmatching: phrases\nroles: {Gardener: {gardening: 3}}\n");
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(Configuration.definitions(), values);
    }

    @Test
    void shouldUseWhatTheModelCarries() throws Exception {
        assertThat(CarriedSettings.of(directory, settings(Map.of()), told::add))
                .containsOnly(
                        Map.entry(StreamConfig.TAXONOMY, taxonomy.toString()),
                        Map.entry(StreamConfig.RULES, rules.toString()));
        assertThat(told).hasSize(2);
    }

    @Test
    void shouldPreferLearntRules() throws Exception {
        Path learnt = Files.copy(rules, directory.resolve("rules.yml"));
        assertThat(CarriedSettings.of(directory, settings(Map.of()), told::add))
                .containsEntry(StreamConfig.RULES, learnt.toString());
    }

    @Test
    void shouldUseWhatIsChosenInstead() throws Exception {
        Path other = Files.writeString(
                directory.resolveSibling("other.yml"), "fallback: Rest\nroles: {Cook: Cooks., Rest: Any other.}\n");
        assertThat(CarriedSettings.of(directory, settings(Map.of(StreamConfig.TAXONOMY, other.toString())), told::add))
                .isEmpty();
        assertThat(told).singleElement().asString().contains("not using the model's rules");
        assertThat(CarriedSettings.of(directory, settings(Map.of(StreamConfig.RULES, "mine.yml")), told::add))
                .containsOnlyKeys(StreamConfig.TAXONOMY);
    }

    @Test
    void shouldServeWhatTheModelCarries() throws Exception {
        Map<String, String> values = new HashMap<>(Map.of("serve.port", "0"));
        values.putAll(CarriedSettings.of(directory, settings(values), told::add));
        try (Serving serving = new ServingSetup(settings(values), new SimpleMeterRegistry(), told::add)
                .serving(new ServingSetup.ModelSource.Directory(directory), null)) {
            serving.start();
            HttpRequest request = HttpRequest.newBuilder(URI.create(serving.url() + "v1/label"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"skills\":\"gardening\"}"))
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).contains("\"Gardener\"", "\"Rest\"");
        }
    }
}

package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.config.Settings;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.documents.AccessDocuments;
import io.rolestream.schemas.documents.TopicDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What can be said of the chart without Helm; {@code tools/check_deploy.sh} renders it and validates what comes out.
 */
class ChartTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHART = "deploy/helm/rolestream/";

    private static final List<String> SERVICES = List.of("stream", "worker", "trainer", "recommender", "generator");

    private final Settings settings = Settings.of(Configuration.definitions(), Map.of());

    @Test
    void shouldMakeTheTopicsOfTheCatalogue() throws IOException {
        assertThat(file("files/topics.yaml"))
                .as("is up to date; if not: ./rolestream topics list --yaml > " + CHART + "files/topics.yaml")
                .isEqualTo(TopicDocuments.yaml(Configuration.catalogue(settings)));
    }

    @Test
    void shouldGrantWhatTheCatalogueGrants() throws IOException {
        assertThat(file("files/access.yaml"))
                .as("is up to date; if not: ./rolestream topics acls --yaml > " + CHART + "files/access.yaml")
                .isEqualTo(AccessDocuments.yaml(Configuration.access(settings)));
    }

    @Test
    void shouldBeOfTheProjectsVersion() throws IOException {
        assertThat(Yaml.read(CHART + "Chart.yaml").path("appVersion").asText())
                .isEqualTo(Pom.read().version());
    }

    @Test
    void shouldSetNothingThatIsNoSetting() throws IOException {
        JsonNode values = Yaml.read(CHART + "values.yaml");
        for (String component : SERVICES) {
            Map<String, String> set = new HashMap<>();
            values.path(component)
                    .path("settings")
                    .properties()
                    .forEach(setting ->
                            set.put(setting.getKey(), setting.getValue().asText()));
            assertThat(Settings.of(Configuration.definitions(), set)).isNotNull();
        }
    }

    @Test
    void shouldAcceptItsOwnValues() throws IOException {
        JsonNode schema = JSON.readTree(file("values.schema.json")).path("properties");
        JsonNode values = Yaml.read(CHART + "values.yaml");

        assertThat(values.fieldNames())
                .toIterable()
                .allSatisfy(name -> assertThat(schema.has(name))
                        .as("values.schema.json has " + name)
                        .isTrue());
    }

    @Test
    void shouldRunAndGuardEveryService() throws IOException {
        for (String service : SERVICES) {
            assertThat(file("templates/services.yaml").lines().filter(line -> line.contains("$commands := dict")))
                    .first(STRING)
                    .contains("\"" + service + "\"");
            assertThat(file("templates/network-policy.yaml")).contains("\"" + service + "\"");
        }
        for (String optional : List.of("recommender", "generator")) {
            assertThat(Yaml.read(CHART + "values.yaml")
                            .at("/" + optional + "/enabled")
                            .asBoolean(true))
                    .isFalse();
        }
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("..", CHART, name));
    }
}

package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.cli.Rolestream;
import io.rolestream.common.config.Settings;
import io.rolestream.local.services.Configuration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * No engine is needed: {@code tools/check_deploy.sh} holds the files against the schema of the Compose specification.
 */
class ComposeTest {
    private static final Set<String> OURS = Set.of("topics", "stream", "worker", "trainer", "recommender", "generator");

    private final JsonNode compose;
    private final JsonNode gpu;

    ComposeTest() throws IOException {
        this.compose = Yaml.read("docker-compose.yml");
        this.gpu = Yaml.read("docker-compose.gpu.yml");
    }

    private Map<String, JsonNode> services() {
        return services(compose);
    }

    private static Map<String, JsonNode> services(JsonNode file) {
        return file.path("services").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void shouldStartAllThatIsNeeded() {
        assertThat(services())
                .containsOnlyKeys(
                        "kafka",
                        "registry",
                        "topics",
                        "stream",
                        "worker",
                        "trainer",
                        "recommender",
                        "generator",
                        "prometheus",
                        "grafana");
    }

    @Test
    void shouldStartRecommenderAndGeneratorOnlyIfAsked() {
        assertThat(compose.at("/services/recommender/profiles")).hasToString("[\"recommend\"]");
        assertThat(compose.at("/services/generator/profiles")).hasToString("[\"describe\"]");
    }

    @Test
    void shouldCheckTheHealthOfWhateverGoesOnRunning() {
        services().forEach((name, service) -> {
            if (service.path("restart").asText().equals("no")) {
                return; // ends by itself
            }
            assertThat(service.at("/healthcheck/test")).as(name).isNotEmpty();
            assertThat(service.path("restart").asText()).as(name).isEqualTo("unless-stopped");
        });
    }

    @Test
    void shouldLimitEveryService() {
        services().forEach((name, service) -> {
            assertThat(service.at("/deploy/resources/limits/memory").asText())
                    .as(name)
                    .matches("\\d+[mg]");
            assertThat(service.at("/deploy/resources/limits/cpus").asText())
                    .as(name)
                    .matches("\\d+");
        });
    }

    @Test
    void shouldGiveNoServiceMoreRightsOrDiskThanItNeeds() {
        services().forEach((name, service) -> {
            assertThat(service.path("cap_drop")).as(name).hasToString("[\"ALL\"]");
            assertThat(service.path("security_opt")).as(name).hasToString("[\"no-new-privileges:true\"]");
            assertThat(service.path("stop_grace_period").asText()).as(name).matches("\\d+s");
            assertThat(service.at("/logging/options/max-size").asText())
                    .as(name)
                    .isNotEmpty();
        });
    }

    @Test
    void shouldScaleWhateverHasSeveralInstances() {
        for (String name : List.of("stream", "worker", "trainer", "recommender", "generator")) {
            assertThat(compose.at("/services/" + name + "/environment/ROLESTREAM_INSTANCE_ID")
                            .asText())
                    .as("numbered by the process itself")
                    .isEqualTo(name + "-*");
        }
        assertThat(compose.at("/services/stream/ports/0").asText())
                .as("a range of ports")
                .matches(".*\\d+-\\d+}:8090");
    }

    @Test
    void shouldPinImagesToTheVersionsThatAreTested() throws IOException {
        Pom pom = Pom.read();
        assertThat(image("kafka")).endsWith(":" + pom.property("kafka.version"));
        assertThat(image("registry")).endsWith(":" + pom.property("apicurio.version"));
        OURS.forEach(name -> assertThat(image(name)).isEqualTo("rolestream:" + pom.version()));
        assertThat(gpu.at("/services/worker/image").asText()).isEqualTo("rolestream:" + pom.version() + "-gpu");
        services()
                .keySet()
                .forEach(name -> assertThat(image(name)).as(name).matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+\\S*"));
    }

    private String image(String service) {
        return compose.at("/services/" + service + "/image").asText();
    }

    @Test
    void shouldOpenPortsOnTheLoopbackAddressOnly() {
        services()
                .forEach((name, service) -> service.path("ports")
                        .forEach(port -> assertThat(port.asText()).as(name).startsWith("127.0.0.1:")));
    }

    @Test
    void shouldRunOurServicesWithoutRightsOnAReadOnlyRoot() {
        OURS.stream().map(services()::get).forEach(service -> {
            assertThat(service.path("read_only").asBoolean()).isTrue();
            assertThat(service.path("user").asText()).isEqualTo("10001:10001");
            // Native libraries are unpacked there, and memory file systems allow no execution unless told so.
            assertThat(service.path("tmpfs").path(0).asText()).startsWith("/tmp:exec,");
        });
    }

    @Test
    void shouldRunCommandsThatThereAre() {
        Set<String> commands = Rolestream.commandLine().getSubcommands().keySet();
        OURS.forEach(name -> assertThat(commands)
                .contains(compose.at("/services/" + name + "/command/0").asText()));
    }

    @Test
    void shouldSetNothingThatIsNoSetting() {
        List<JsonNode> environments = new ArrayList<>();
        OURS.forEach(name -> environments.add(compose.at("/services/" + name + "/environment")));
        services(gpu).values().forEach(service -> environments.add(service.path("environment")));
        assertThat(environments).hasSize(7).allSatisfy(environment -> {
            Map<String, String> variables = new HashMap<>();
            environment
                    .properties()
                    .forEach(variable -> variables.put(
                            variable.getKey(), variable.getValue().asText().replaceFirst("\\$\\{\\w+:-(.*)}", "$1")));
            assertThat(Settings.load(Configuration.definitions(), null, variables, Map.of()))
                    .isNotNull();
        });
    }

    @Test
    void shouldWriteModelsByTheTrainerAlone() {
        assertThat(volumes("trainer")).contains("models:/models");
        assertThat(volumes("stream")).contains("models:/models:ro");
        assertThat(volumes("worker")).contains("models:/models:ro");
        assertThat(volumes("generator")).contains("models:/models:ro");
    }

    private List<String> volumes(String service) {
        List<String> volumes = new ArrayList<>();
        compose.at("/services/" + service + "/volumes").forEach(volume -> volumes.add(volume.asText()));
        return volumes;
    }

    @Test
    void shouldAskForAPasswordBeforeItServesTheDashboard() {
        JsonNode environment = compose.at("/services/stream/environment");
        assertThat(environment.path("ROLESTREAM_DASHBOARD_AUTH").asText()).isEqualTo("basic");
        assertThat(environment.path("ROLESTREAM_DASHBOARD_AUTH_SECRET").asText())
                .startsWith("${DASHBOARD_SECRET:?");
    }

    @Test
    void shouldOverrideServicesThatThereAre() {
        assertThat(services().keySet()).containsAll(services(gpu).keySet());
    }
}

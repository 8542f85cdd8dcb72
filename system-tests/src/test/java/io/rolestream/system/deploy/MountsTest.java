package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the Compose file brings into containers, and that Prometheus asks there where services answer. */
class MountsTest {
    private final JsonNode compose;

    MountsTest() throws IOException {
        this.compose = Yaml.read("docker-compose.yml");
    }

    @Test
    void shouldMountOnlyWhatIsThere() {
        Set<String> volumes = compose.path("volumes").properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        compose.path("services")
                .forEach(service -> service.path("volumes").forEach(volume -> {
                    String source = volume.asText().split(":", 2)[0];
                    if (source.startsWith(".")) {
                        assertThat(Path.of("..").resolve(source)).exists();
                    } else {
                        assertThat(volumes).contains(source);
                    }
                }));
    }

    @Test
    void shouldScrapeWhereServicesAnswer() throws IOException {
        List<String> targets = new ArrayList<>();
        Yaml.read("deploy/prometheus/prometheus.yml")
                .findValues("targets")
                .forEach(list -> list.forEach(target -> targets.add(target.asText())));
        for (String service : List.of("stream", "worker", "trainer")) {
            String port = compose.at("/services/" + service + "/environment/ROLESTREAM_HEALTH_PORT")
                    .asText();
            assertThat(targets).contains(service + ":" + port);
        }
    }
}

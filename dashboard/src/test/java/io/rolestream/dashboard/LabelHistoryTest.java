package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.labels.LabelHistory;
import io.rolestream.dashboard.labels.LabelHistory.History;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Labels that a dashboard has not seen, since it has just started, or skipped records. */
class LabelHistoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldFindAnEventByTheTimeOfItsDecision() throws Exception {
        WatchedStream service = WatchedStream.shared();
        try (Dashboard dashboard = service.dashboard(Map.of());
                LabelHistory history =
                        new LabelHistory(service.cluster(), new LabelBook(), service.app()::rules, topic -> 2)) {
            for (int i = 0; i < 5; i++) {
                service.send("unseen-" + i, WatchedStream.DATA_SKILLS);
            }
            PageClient page = new PageClient(dashboard.url());
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode label =
                        page.json("api/label?id=unseen-2").path("labels").path(0);
                History found = history.of(
                        "unseen-2",
                        label.path("partition").asInt(),
                        label.path("revision").asInt(),
                        label.path("labelledAt").asLong());
                assertThat(found.problem()).isEmpty();
                assertThat(String.valueOf(found.details())).contains("\"resumeId\":\"unseen-2\"");
                assertThat(found.missing()).isEqualTo(label.path("revision").asInt() - 1);
            });

            History later = history.of("unseen-2", 0, 99, System.currentTimeMillis());

            assertThat(later.details()).isNull();
            assertThat(later.problem()).contains("was not found in");
        }
    }
}

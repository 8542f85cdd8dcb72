package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.dashboard.matches.SampleLists;
import io.rolestream.events.FoundBy;
import io.rolestream.events.ListDescription;
import io.rolestream.events.Match;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Generated descriptions over HTTP. */
class DescriptionRequestsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static WatchedStream service;
    private static PostedJobs posted;
    private static Dashboard dashboard;
    private static PageClient page;

    private final String resume = "resume-" + UUID.randomUUID();
    private final String job = "job-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        service = WatchedStream.shared();
        posted = new PostedJobs(service);
        dashboard = service.dashboard(Map.of(DashboardConfig.SHOW_TEXT, "true"));
        page = new PageClient(dashboard.url());
    }

    @AfterAll
    static void stop() {
        posted.close();
        dashboard.close();
    }

    @Test
    void shouldShowAGeneratedDescriptionAsGeneratedAndOnlyWhereTextsAreShown() throws Exception {
        RecordMetadata place = posted.description(resume, "Wanted: a keeper of lakes.");
        Match found = Match.newBuilder(SampleLists.match(job))
                .setFoundBy(FoundBy.DESCRIPTION)
                .build();
        posted.list(SampleLists.forResume(resume, "v@1", List.of())
                .setJobs(List.of(found))
                .setResumePartition(place.partition())
                .setDescription(ListDescription.newBuilder()
                        .setGenerator("girl")
                        .setGeneratorVersion("20260301-120000")
                        .setSeed(-6_148_914_691_236_517_205L)
                        .setOffset(place.offset())
                        .setUsed(true)
                        .build())
                .build());

        await().atMost(PATIENCE)
                .until(() -> page.get("api/recommendations?resume=" + resume).statusCode() == 200);
        JsonNode list = page.json("api/recommendations?resume=" + resume);
        assertThat(list.at("/results/0/foundBy").asText()).isEqualTo("DESCRIPTION");
        assertThat(list.at("/description/version").asText()).isEqualTo("20260301-120000");
        assertThat(list.at("/description/seed").asText()).isEqualTo("-6148914691236517205");
        assertThat(list.toString()).doesNotContain("keeper of lakes");
        JsonNode text = page.json("api/description?resume=" + resume);
        assertThat(text.path("text").asText()).isEqualTo("Wanted: a keeper of lakes.");
        assertThat(text.path("generator").asText()).isEqualTo("girl");
        assertThat(page.get("api/description?resume=none-" + resume).statusCode())
                .isEqualTo(404);
        try (Dashboard discreet = service.dashboard(Map.of())) {
            assertThat(new PageClient(discreet.url())
                            .get("api/description?resume=" + resume)
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}

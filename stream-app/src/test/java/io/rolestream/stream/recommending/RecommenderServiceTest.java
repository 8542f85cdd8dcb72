package io.rolestream.stream.recommending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.TracingConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.MatchCause;
import io.rolestream.events.Resume;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a recommender promises on a real broker. */
class RecommenderServiceTest {
    private static final String DATA = "Data Engineer";
    private static final String DEVOPS = "DevOps Engineer";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static EmbeddedKafka broker;
    private JobMarket market;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() throws Exception {
        market = new JobMarket(broker.bootstrapServers());
    }

    @AfterEach
    void close() throws Exception {
        market.close();
    }

    @Test
    void shouldRecommendInBothDirections() throws Exception {
        market.submit("r1", "spark, airflow, etl", DATA);
        market.submit("r2", "jenkins, ansible", DEVOPS);
        market.post("j1", "spark, airflow, kafka");
        market.post("j2", "jenkins, ansible, terraform");
        market.post("j3", "spark");
        try (RecommenderService service = market.recommender(Map.of())) {
            service.start();

            await().atMost(JobMarket.PATIENCE).untilAsserted(() -> {
                assertThat(market.jobsOfResumes())
                        .containsExactly(Map.entry("r1", List.of("j1", "j3")), Map.entry("r2", List.of("j2")));
                assertThat(market.resumesOfJobs())
                        .containsExactly(
                                Map.entry("j1", List.of("r1")),
                                Map.entry("j2", List.of("r2")),
                                Map.entry("j3", List.of("r1")));
            });
            await().atMost(JobMarket.PATIENCE).until(service::isReady);
            assertThat(service.describe()).isEqualTo("recommending");
        }
        assertThat(market.jobLabels())
                .hasSize(3)
                .allSatisfy(label -> assertThat(label.getRevision()).isEqualTo(1));
    }

    @Test
    @Tag("full")
    void shouldWriteAndReadJsonWhereLabelsAreJson() throws Exception {
        Map<String, String> json = Map.of(ConnectionConfig.LABELS_FORMAT, "json");
        market.submit("r1", "spark, airflow", DATA);
        market.post("j1", "spark, airflow");
        try (RecommenderService service = market.recommender(json)) {
            service.start();
            awaitJobs("r1", List.of("j1"));
        }
        try (RecommenderService service = market.recommender(json)) {
            service.start();
            market.post("j2", "airflow");
            awaitJobs("r1", List.of("j1", "j2"));
        }

        Topics topics = market.topics();
        assertThat(market.jobLists())
                .extracting(JobRecommendations::getRevision)
                .startsWith(1, 2);
        for (String topic :
                List.of(topics.labelledJobs(), topics.jobRecommendations(), topics.resumeRecommendations())) {
            assertThat(market.records(topic))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                            .startsWith("{")
                            .endsWith("}"));
        }
    }

    @Test
    @Tag("full")
    void shouldFollowChangesWithTheNextRevision() throws Exception {
        market.submit("r1", "spark, airflow", DATA);
        market.post("j1", "spark, airflow");
        try (RecommenderService service = market.recommender(Map.of())) {
            service.start();
            awaitJobs("r1", List.of("j1"));

            market.post("j2", "airflow");
            awaitJobs("r1", List.of("j1", "j2"));
            market.post("j1", "cobol");
            awaitJobs("r1", List.of("j2"));
            market.post("j3", "spark, airflow");
            awaitJobs("r1", List.of("j3", "j2"));
            market.post("j3", "spark, airflow", Instant.now().plusSeconds(1));
            awaitJobs("r1", List.of("j2")); // closed
            market.delete(market.topics().jobs(), "j2");
            awaitJobs("r1", List.of());

            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> assertThat(market.resumesOfJobs()).containsOnlyKeys("j1"));
            assertThat(market.jobLists().stream().map(JobRecommendations::getRevision))
                    .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(
                                    1, market.jobLists().size())
                            .boxed()
                            .toList());
            assertThat(market.jobLists().get(0).getCause()).isEqualTo(MatchCause.NEW);
        }
    }

    @Test
    void shouldEraseWhatIsErased() throws Exception {
        market.submit("r1", "spark", DATA);
        market.submit("r2", "spark", DATA);
        market.post("j1", "spark");
        try (RecommenderService service = market.recommender(Map.of())) {
            service.start();
            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> assertThat(market.resumesOfJobs()).containsEntry("j1", List.of("r1", "r2")));

            market.delete(market.topics().resumes(), "r1");

            await().atMost(JobMarket.PATIENCE).untilAsserted(() -> {
                assertThat(market.jobsOfResumes()).containsOnlyKeys("r2");
                assertThat(market.resumesOfJobs()).containsEntry("j1", List.of("r2"));
            });
        }
    }

    @Test
    @Tag("full")
    void shouldUseTheLabelThatCorrectsAnotherAndNotWaitForOneForEver() throws Exception {
        Resume resume = Resume.newBuilder().setResumeId("r1").setSkills("kafka").build();
        market.submit(resume);
        market.post("j1", "spark, airflow");
        try (RecommenderService service = market.recommender(Map.of())) {
            service.start();
            awaitJobs("r1", List.of()); // after the wait, without a role
            assertThat(market.jobLists().get(0).getRole()).isNull();

            market.label(resume, DATA);

            awaitJobs("r1", List.of("j1")); // of the same role
            market.label(resume, DEVOPS);
            awaitJobs("r1", List.of());
            assertThat(market.jobLists()).last().satisfies(list -> {
                assertThat(list.getCause()).isEqualTo(MatchCause.LABELLED);
                assertThat(list.getLabelRevision()).isEqualTo(2);
            });
        }
    }

    @Test
    @Tag("full")
    void shouldWriteNothingAgainAfterARestart() throws Exception {
        market.submit("r1", "spark", DATA);
        market.post("j1", "spark");
        try (RecommenderService service = market.recommender(Map.of())) {
            service.start();
            awaitJobs("r1", List.of("j1"));
            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> assertThat(market.resumesOfJobs()).containsEntry("j1", List.of("r1")));
        }
        int before = market.jobLists().size()
                + market.resumeLists().size()
                + market.jobLabels().size();
        market.post("j2", "spark, kafka");
        try (RecommenderService service = market.recommender(Map.of())) {
            service.start();
            awaitJobs("r1", List.of("j1", "j2"));
            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> assertThat(market.resumesOfJobs()).containsEntry("j2", List.of("r1")));
        }

        assertThat(market.jobLists().size()
                        + market.resumeLists().size()
                        + market.jobLabels().size())
                .isEqualTo(before + 3);
        assertThat(market.jobLists())
                .last()
                .satisfies(list -> assertThat(list.getRevision())
                        .isEqualTo(market.jobLists().size()));
    }

    @Test
    void shouldReadPastWhatIsNoPostingAndWhatTheMatcherFailsOn() throws Exception {
        market.kafka().sendBytes(market.topics().jobs(), "bad", new byte[] {7, 7});
        market.kafka().sendBytes(market.topics().resumes(), "bad", new byte[] {7, 7});
        market.post("j1", WordMatcher.POISON);
        market.submit("r1", "spark", DATA);
        market.submit("r2", "spark, " + WordMatcher.POISON, DATA);
        market.post("j2", "spark");
        try (RecommenderService service = market.recommender(Map.of())) {
            service.start();

            awaitJobs("r1", List.of("j2"));
            assertThat(market.records(market.topics().jobsDlq()))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.key()).isEqualTo("bad"));
        }
    }

    @Test
    @Tag("full")
    void shouldContinueTheTracesOfTheRecordsThatMadeListsDue() throws Exception {
        market.submit("r1", "spark", DATA);
        market.post("j1", "spark, kafka");
        Map<String, String> tracing =
                Map.of(TracingConfig.ENDPOINT, "http://127.0.0.1:9/v1/traces", RecommenderConfig.LABEL_WAIT, "60s");
        try (RecommenderService service = market.recommender(tracing)) {
            service.start();
            awaitJobs("r1", List.of("j1"));
            market.post("j2", "spark", "00-" + TRACE + "-b7ad6b7169203331-01");
            awaitJobs("r1", List.of("j1", "j2"));
            await().atMost(JobMarket.PATIENCE).untilAsserted(() -> {
                assertThat(market.resumesOfJobs()).containsEntry("j2", List.of("r1"));
                assertThat(lastTrace(market.topics().labelledJobs(), "j2")).isEqualTo(TRACE);
                assertThat(lastTrace(market.topics().resumeRecommendations(), "j2"))
                        .isEqualTo(TRACE);
                assertThat(lastTrace(market.topics().jobRecommendations(), "r1"))
                        .isEqualTo(TRACE);
            });
        }
    }

    /** The trace of the latest record of a key. */
    private String lastTrace(String topic, String key) {
        List<String> traces = market.records(topic).stream()
                .filter(record -> record.key().equals(key))
                .map(record ->
                        new String(record.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                .map(parent -> parent.split("-")[1])
                .toList();
        return traces.get(traces.size() - 1);
    }

    private void awaitJobs(String resume, List<String> jobs) {
        await().atMost(JobMarket.PATIENCE)
                .untilAsserted(() -> assertThat(market.jobsOfResumes()).containsEntry(resume, jobs));
    }
}

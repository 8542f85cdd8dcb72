package io.rolestream.stream.recommending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.FoundBy;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.Match;
import io.rolestream.events.MatchCause;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists that are also searched with generated descriptions, on a real broker. */
class RecommenderDescriptionsTest {
    private static final String DATA = "Data Engineer";
    private static final Map<String, String> LONG_WAIT = Map.of(RecommenderConfig.DESCRIPTION_WAIT, "10m");

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
        market.post("j1", "spark, airflow");
        market.post("j2", "spark, terraform");
        market.post("j3", "terraform");
        market.submit("r1", "spark, airflow", DATA);
    }

    @AfterEach
    void close() throws Exception {
        market.close();
    }

    @Test
    void shouldSayWhichJobCameByWhichWayAndByWhichDescription() throws Exception {
        try (RecommenderService service = market.recommender(LONG_WAIT)) {
            service.start();
            await().atMost(JobMarket.PATIENCE).until(service::isReady);
            market.describe("r1", "spark, airflow", "terraform");
            awaitLists(1);

            JobRecommendations list = last();
            assertThat(list.getCause()).isEqualTo(MatchCause.NEW);
            assertThat(list.getJobs())
                    .extracting(Match::getId, Match::getFoundBy)
                    .containsExactly(
                            tuple("j1", FoundBy.RESUME), tuple("j2", FoundBy.BOTH), tuple("j3", FoundBy.DESCRIPTION));
            assertThat(list.getJobs().get(2).getMatchedSkills()).isEmpty();
            assertThat(list.getDescription()).isNotNull();
            assertThat(list.getDescription().getGenerator()).isEqualTo("writer");
            assertThat(list.getDescription().getGeneratorVersion()).isEqualTo("7");
            assertThat(list.getDescription().getSeed()).isEqualTo(42);
            assertThat(list.getDescription().getTextHash()).matches("[0-9a-f]{32}");
            assertThat(list.getDescription().getUsed()).isTrue();

            market.describe("r1", "spark, airflow", "terraform"); // the same once more
            market.describe("r1", "another text", "cobol");
            market.delete(market.topics().generatedDescriptions(), "r1");
            awaitLists(2);
            assertThat(last().getCause()).isEqualTo(MatchCause.DESCRIBED);
            assertThat(last().getDescription()).isNull();
            assertThat(last().getJobs()).extracting(Match::getFoundBy).containsOnlyNulls();
        }
        try (RecommenderService again = market.recommender(LONG_WAIT)) {
            again.start();
            await().atMost(JobMarket.PATIENCE).until(again::isReady);
            market.submit("r2", "spark", DATA);
            market.describe("r2", "spark", null);
            await().atMost(JobMarket.PATIENCE)
                    .until(() -> market.jobsOfResumes().containsKey("r2"));
            assertThat(market.jobLists()).hasSize(3);
        }
    }

    @Test
    @Tag("full")
    void shouldRecommendWithoutADescriptionAfterTheDeadlineAndAgainWhenItComes() throws Exception {
        try (RecommenderService service = market.recommender(Map.of(RecommenderConfig.DESCRIPTION_WAIT, "1s"))) {
            service.start();
            awaitLists(1);
            assertThat(last().getDescription()).isNull();
            assertThat(last().getJobs()).extracting(Match::getId).containsExactly("j1", "j2");

            market.describe("r1", "spark, airflow", "terraform");
            awaitLists(2);
            assertThat(last().getCause()).isEqualTo(MatchCause.DESCRIBED);
            assertThat(last().getRevision()).isEqualTo(2);
            assertThat(last().getJobs()).extracting(Match::getId).containsExactly("j1", "j2", "j3");
        }
    }

    @Test
    @Tag("full")
    void shouldReadNoDescriptionsUnlessAskedTo() throws Exception {
        market.describe("r1", "spark, airflow", "terraform");
        try (RecommenderService service = market.recommender(Map.of())) {
            service.start();
            awaitLists(1);

            assertThat(last().getDescription()).isNull();
            assertThat(last().getJobs()).extracting(Match::getId).containsExactly("j1", "j2");
        }
    }

    private void awaitLists(int count) {
        await().atMost(JobMarket.PATIENCE)
                .untilAsserted(() -> assertThat(lists()).hasSizeGreaterThanOrEqualTo(count));
        assertThat(lists()).hasSize(count);
    }

    private List<JobRecommendations> lists() {
        return market.jobLists().stream()
                .filter(list -> list.getResumeId().equals("r1"))
                .toList();
    }

    private JobRecommendations last() {
        List<JobRecommendations> lists = lists();
        return lists.get(lists.size() - 1);
    }
}

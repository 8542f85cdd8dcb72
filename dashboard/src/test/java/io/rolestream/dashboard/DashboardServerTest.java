package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.dashboard.config.DashboardConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard over HTTP, of a service that labels resumes with a model. */
class DashboardServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static WatchedStream service;
    private static Dashboard dashboard;
    private static PageClient page;

    @BeforeAll
    static void start() throws Exception {
        service = WatchedStream.shared();
        dashboard = service.dashboard(Map.of(DashboardConfig.SHOW_TEXT, "true"));
        page = new PageClient(dashboard.url());
        await().atMost(PATIENCE).until(() -> service.worker().isReady());
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    @Test
    void shouldJudgeATextAsTheStreamDoes() throws Exception {
        JsonNode[] judged = new JsonNode[1];
        await().atMost(PATIENCE).until(() -> {
            judged[0] = PageClient.body(page.post("api/try", Map.of("text", WatchedStream.DATA_SKILLS)));
            return judged[0].path("model").path("state").asText().equals("ready");
        });

        JsonNode rules = judged[0].path("rules");
        assertThat(rules.path("role").asText()).isEqualTo("Data Engineer");
        JsonNode keyword = rules.path("keywords").path(0);
        assertThat(WatchedStream.DATA_SKILLS.substring(
                        keyword.path("start").asInt(), keyword.path("end").asInt()))
                .isEqualToIgnoringCase(keyword.path("keyword").asText());
        assertThat(judged[0].path("model").path("role").asText()).isEqualTo(WatchedStream.MODEL_SAYS);
        assertThat(judged[0].path("model").path("version").asText()).isEqualTo(WatchedStream.VERSION);
        assertThat(judged[0].path("roles")).hasSize(14);
        double sum = 0;
        for (JsonNode role : judged[0].path("roles")) {
            sum += role.path("joint").asDouble();
        }
        assertThat(sum).isBetween(0.999, 1.001);
        JsonNode decided = judged[0].path("decision");
        assertThat(judged[0].path("roles"))
                .anySatisfy(role -> assertThat(role.path("joint").asDouble())
                        .as(role.path("role").asText())
                        .isBetween(
                                decided.path("confidence").asDouble() - 1e-5,
                                decided.path("confidence").asDouble() + 1e-5));
    }

    @Test
    void shouldRefuseWhatIsNoTextOrTooLong() throws Exception {
        assertThat(page.post("api/try", Map.of("text", " ")).statusCode()).isEqualTo(400);
        assertThat(page.post("api/try", Map.of("text", "x".repeat(20_001))).statusCode())
                .isEqualTo(413);
        assertThat(page.post("api/try", Map.of("text", "x".repeat(2_000_000))).statusCode())
                .isEqualTo(413);
        assertThat(page.post("api/try", Map.of("text", "\u202e<script>alert(1)</script>\u0000"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldShowADisagreementAndTakeAnAnswerThatBecomesTheLabel() throws Exception {
        String asked = "asked-" + UUID.randomUUID();
        service.send(asked, WatchedStream.DATA_SKILLS);
        JsonNode question = awaitQuestion(asked);
        assertThat(question.path("excerpt").asText()).isEqualTo(WatchedStream.DATA_SKILLS);
        assertThat(question.path("rules").asText()).isEqualTo("Data Engineer");
        assertThat(question.path("model").asText()).isEqualTo(WatchedStream.MODEL_SAYS);
        assertThat(page.json("api/cases?rules=Data+Engineer&model=Cloud+Engineer"))
                .anySatisfy(one -> assertThat(one.path("resumeId").asText()).isEqualTo(asked));

        Map<String, String> answer = Map.of(
                "resumeId",
                asked,
                "contentHash",
                question.path("contentHash").asText(),
                "role",
                "DevOps Engineer",
                "reviewer",
                "Ada");
        assertThat(page.post("api/answers", answer).statusCode()).isEqualTo(200);

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode label = page.json("api/label?id=" + asked).path("labels").path(0);
            assertThat(label.path("role").asText()).isEqualTo("DevOps Engineer");
            assertThat(label.path("decidedBy").asText()).isEqualTo("HUMAN");
            assertThat(label.path("reviewer").asText()).isEqualTo("Ada");
            // The observed labeller's vote, where it came after the label, was a revision of its own.
            assertThat(label.path("revision").asInt()).isGreaterThan(1);
        });
        HttpResponse<String> again = page.post("api/answers", answer);
        assertThat(again.statusCode()).isEqualTo(410);
    }

    @Test
    void shouldGiveTheWholeTextAndTheAnswersWhereTextsAreShown() throws Exception {
        String asked = "whole-" + UUID.randomUUID();
        String skills = WatchedStream.DATA_SKILLS + ", travel".repeat(500);
        service.send(asked, skills);
        JsonNode question = awaitQuestion(asked);
        String query = "api/review/text?resume=%s&hash=%s"
                .formatted(asked, question.path("contentHash").asText());
        assertThat(question.path("excerpt").asText()).hasSizeLessThanOrEqualTo(2_000);
        assertThat(page.get(query).statusCode()).as("not allowed").isEqualTo(403);
        try (Dashboard open = service.dashboard(
                Map.of(DashboardConfig.SHOW_TEXT, "true", DashboardConfig.REVIEW_FULL_TEXT, "true"))) {
            PageClient reviewer = new PageClient(open.url());
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(reviewer.json(query).path("text").asText())
                                    .isEqualTo(skills));
            assertThat(reviewer.get("api/review/text?resume=no&hash=no").statusCode())
                    .isEqualTo(410);
            Map<String, String> answer = Map.of(
                    "resumeId",
                    asked,
                    "contentHash",
                    question.path("contentHash").asText(),
                    "role",
                    "Other",
                    "note",
                    "=travels",
                    "reviewer",
                    "Eve");
            assertThat(reviewer.post("api/answers", answer).statusCode()).isEqualTo(200);

            HttpResponse<String> csv = reviewer.get("api/answers?format=csv");
            assertThat(PageClient.header(csv, "Content-Disposition")).contains("rolestream-answers.csv");
            assertThat(csv.body()).contains(asked + ",Other,Eve,'=travels,");
            assertThat(reviewer.get("api/answers?format=jsonl").body()).contains("\"note\":\"=travels\"");
            assertThat(reviewer.get("api/answers?format=xls").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void shouldShowTheFlowOfEachRange() throws Exception {
        service.send("counted-" + UUID.randomUUID(), "Java");
        for (String range : Set.of("minutes", "hour", "day")) {
            JsonNode flow = page.json("api/flow?range=" + range);
            assertThat(flow.path("resumes").size() * flow.path("sliceSeconds").asInt())
                    .isIn(600, 3_600, 86_400);
        }
        assertThat(page.get("api/flow?range=week").body()).contains("minutes, hour, day");
    }

    @Test
    void shouldRefuseAnswersThatMakeNoSense() throws Exception {
        Map<String, String> unknownRole = Map.of("resumeId", "x", "contentHash", "y", "role", "Wizard");

        assertThat(page.post("api/answers", unknownRole).statusCode()).isEqualTo(400);
        assertThat(page.post("api/answers", Map.of("resumeId", "x")).statusCode())
                .isEqualTo(400);
        assertThat(page.post("api/answers", Map.of("resumeId", "x", "contentHash", "y", "role", "Other"))
                        .statusCode())
                .isEqualTo(410);
    }

    @Test
    void shouldLookUpEveryPartitionAndSayWhatIsNotThere() throws Exception {
        service.send("<b>known</b>&1", "Java, Spring");

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode found = page.json("api/label?id=" + PageClient.encoded("<b>known</b>&1"));
            assertThat(found.path("labels")).hasSize(1);
            assertThat(found.path("labels").path(0).path("revision").asInt()).isPositive();
            assertThat(found.path("asked").asInt()).isEqualTo(2);
            assertThat(found.path("partitions").asInt()).isEqualTo(2);
        });
        JsonNode nothing = page.json("api/label?id=never-seen");
        assertThat(nothing.path("labels")).isEmpty();
        assertThat(nothing.path("problems")).isEmpty();
        assertThat(page.get("api/label?id=").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldShowAllThatTheEventOfALabelHolds() throws Exception {
        service.send("whole-event", WatchedStream.DATA_SKILLS);

        JsonNode label = await().atMost(PATIENCE)
                .until(
                        () -> page.json("api/label?id=whole-event")
                                .path("labels")
                                .path(0),
                        found -> found.at("/details/reasons").size() > 1);
        JsonNode details = label.path("details");
        assertThat(label.path("problem").asText()).isEmpty();
        assertThat(details.path("role")).isEqualTo(label.path("role"));
        assertThat(details.at("/model/version").asText()).isEqualTo(WatchedStream.VERSION);
        assertThat(details.path("reproduced").asBoolean()).isTrue();
        assertThat(details.at("/keywords/0/weights")).isNotEmpty();
        assertThat(details.at("/record/topic").asText()).endsWith("labelled-roles");
        assertThat(page.json("api/ids?query=WHOLE-ev").at("/0/resumeId").asText())
                .isEqualTo("whole-event");
    }

    @Test
    void shouldPutTwoVersionsSideBySide() throws Exception {
        JsonNode compared =
                page.json("api/versions?of=%s&with=%s".formatted(WatchedStream.VERSION, WatchedStream.FORMER));

        assertThat(compared.at("/roles/sameTexts").asBoolean()).isTrue();
        assertThat(compared.at("/roles/itemsOf").asInt()).isEqualTo(214);
        assertThat(compared.at("/roles/macroF1/lower").asDouble()).isEqualTo(0.08);
        assertThat(compared.at("/roles/roles/0").toString())
                .isEqualTo("{\"role\":\"Data Engineer\",\"of\":0.84,\"with\":0.54,\"textsOf\":100,\"textsWith\":100}");
        assertThat(compared.path("unavailable").toString()).contains("No resume seen by this dashboard");
        assertThat(page.get("api/versions?of=1&with=2").statusCode()).isEqualTo(404);
        assertThat(page.get("api/versions?of=1&with=1").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldSendEveryPartToAPageThatOpensAndTheFlowEverySecond() throws Exception {
        service.send("flowing", "Kubernetes, Terraform");
        Set<String> seen = new HashSet<>();
        int statuses = 0;
        HttpResponse<Stream<String>> events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(dashboard.url() + "api/events"))
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        assertThat(PageClient.header(events, "Content-Type")).startsWith("text/event-stream");
        try (var lines = events.body()) {
            for (Iterator<String> each = lines.iterator(); statuses < 3 && each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith("event: ")) {
                    seen.add(line.substring(7));
                    statuses += line.equals("event: status") ? 1 : 0;
                }
            }
        }
        assertThat(statuses).isEqualTo(3);
        assertThat(seen)
                .contains(
                        "history",
                        "status",
                        "flow",
                        "roles",
                        "confusion",
                        "keywords",
                        "models",
                        "training",
                        "deadletters");
    }

    @Test
    void shouldShowVerdictsInWordsAndEachSetByItself() throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                page.part("models").at("/versions/0/verdict").asText())
                        .isEqualTo("passed (weakly)"));
        JsonNode scores = page.part("models").at("/versions/0/scores");
        assertThat(scores).hasSize(2);
        assertThat(scores.at("/1/set").asText()).isEqualTo("gold");
        assertThat(scores.at("/1/joint").toString())
                .isEqualTo("{\"value\":0.8,\"lower\":0.741,\"upper\":0.862,\"items\":214}");
        assertThat(scores.at("/1/majority").isNull()).isTrue();
        assertThat(scores.at("/1/macroF1/joint/lower").asDouble()).isEqualTo(0.61);
    }

    @Test
    void shouldHideTextsUnlessToldToShowThem() throws Exception {
        service.send("hidden-1", WatchedStream.DATA_SKILLS);
        service.sendBytes("hidden-2", "not a resume".getBytes(StandardCharsets.UTF_8));
        awaitQuestion("hidden-1");
        try (Dashboard discreet = service.dashboard(Map.of())) {
            PageClient stranger = new PageClient(discreet.url());
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode cases = stranger.json("api/cases?rules=Data+Engineer&model=Cloud+Engineer");
                assertThat(cases).isNotEmpty();
                assertThat(cases)
                        .allSatisfy(
                                one -> assertThat(one.path("excerpt").isNull()).isTrue());
            });
            assertThat(stranger.json("api/questions")).isEmpty();
            Map<String, String> answer = Map.of("resumeId", "hidden-1", "contentHash", "y", "role", "Other");
            assertThat(stranger.post("api/answers", answer).statusCode()).isEqualTo(403);
            assertThat(stranger.get("api/answers?format=csv").statusCode()).isEqualTo(403);
            assertThat(stranger.get("api/review/text?resume=hidden-1&hash=y").statusCode())
                    .isEqualTo(403);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stranger.part("deadletters").path("latest"))
                            .isNotEmpty()
                            .allSatisfy(letter ->
                                    assertThat(letter.path("message").isNull()).isTrue()));
        }
    }

    @Test
    void shouldSayThatAPortIsTaken() {
        int taken = URI.create(dashboard.url()).getPort();
        Dashboard second = new Dashboard(
                Cluster.of(
                        service.settings(Map.of(DashboardConfig.PORT, Integer.toString(taken))),
                        service.broker().registry()),
                DashboardConfig.settings(service.settings(Map.of(DashboardConfig.PORT, Integer.toString(taken)))),
                service.app());
        try (second) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(DashboardConfig.PORT)
                    .hasMessageContaining(Integer.toString(taken));
        }
    }

    private static JsonNode awaitQuestion(String resumeId) {
        JsonNode[] found = new JsonNode[1];
        await().atMost(PATIENCE).until(() -> {
            for (JsonNode question : page.json("api/questions")) {
                if (question.path("resumeId").asText().equals(resumeId)) {
                    found[0] = question;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }
}

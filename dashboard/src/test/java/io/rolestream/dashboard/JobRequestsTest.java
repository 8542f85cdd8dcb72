package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.dashboard.matches.SampleLists;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.Resume;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs and recommendations over HTTP. */
class JobRequestsTest {
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
    void shouldShowTheListsOfBothDirectionsInFull() throws Exception {
        List<String> jobs = SampleLists.ids(job, 8);
        posted.job(SampleLists.job(jobs.get(0), "Keeper of pipelines").build(), "Data Engineer");
        posted.list(resume, "v@1", jobs);
        posted.list(SampleLists.forJob(jobs.get(0), "v@1", List.of(resume)).build());

        JsonNode list = awaitList("resume=" + resume);
        assertThat(list.path("results")).hasSize(8);
        assertThat(list.at("/results/7/position").asInt()).isEqualTo(8);
        assertThat(list.at("/results/0/parts/0/name").asText()).isEqualTo("role");
        assertThat(list.at("/results/0/reasons/0").asText()).isEqualTo(SampleLists.REASON);
        assertThat(list.at("/results/0/wouldHelp").asText()).isEqualTo("Kubernetes");
        JsonNode ofJob = awaitList("job=" + jobs.get(0));
        assertThat(ofJob.path("title").asText()).isEqualTo("Keeper of pipelines");
        assertThat(ofJob.at("/results/0/id").asText()).isEqualTo(resume);
    }

    @Test
    void shouldSearchJobs() throws Exception {
        String title = "Zoologist " + UUID.randomUUID();
        posted.job(SampleLists.job(job, title).build(), "Other");

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode found = page.json("api/jobs?query=" + PageClient.encoded(title.toUpperCase()));
            assertThat(found).hasSize(1);
            assertThat(found.at("/0/id").asText()).isEqualTo(job);
            assertThat(found.at("/0/role").asText()).isEqualTo("Other");
            assertThat(found.at("/0/hasList").asBoolean()).isFalse();
        });
        assertThat(page.get("api/jobs?query=" + "x".repeat(300)).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldShowBothTextsWithWhatWasUsed() throws Exception {
        posted.job(SampleLists.job(job, "Pipeline builder").build(), "Data Engineer");
        sendWithPlace();

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode texts = page.json("api/match?resume=" + resume + "&job=" + job);
            assertThat(texts.at("/resume/0/text").asText()).isEqualTo(SampleLists.SKILLS);
            assertThat(texts.at("/resume/0/used/0").toString()).isEqualTo("{\"start\":8,\"end\":15}");
            assertThat(texts.at("/job/2/name").asText()).isEqualTo("description");
            assertThat(texts.at("/job/2/used/0/start").asInt()).isEqualTo(25);
        });
    }

    /** Passages are of the posting that the list was computed with, and would point into another text. */
    @Test
    void shouldMarkNothingInAPostingThatTheListDoesNotKnow() throws Exception {
        posted.job(SampleLists.job(job, "Pipeline builder").build(), "Data Engineer");
        sendWithPlace(Collections.nCopies(100, 0L));

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode texts = page.json("api/match?resume=" + resume + "&job=" + job);
            assertThat(texts.at("/resume/0/used")).isNotEmpty();
            assertThat(texts.at("/job/2/name").asText()).isEqualTo("description");
            assertThat(texts.at("/job/2/used")).isEmpty();
        });
    }

    @Test
    void shouldSendWhatPeopleSayWithThePositionAndWhatTheyWereShown() throws Exception {
        List<String> jobs = SampleLists.ids(job, 3);
        posted.list(SampleLists.forResume(resume, "v@1", jobs).setRevision(5).build());
        awaitList("resume=" + resume);

        assertThat(page.post("api/feedback", feedback(jobs.get(1), "opened")).statusCode())
                .isEqualTo(200);
        assertThat(page.post("api/feedback", feedback(jobs.get(2), "dismissed")).statusCode())
                .isEqualTo(200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(reports()).hasSize(5));
        List<JobFeedback> reports = reports();
        assertThat(reports.subList(0, 3)).allSatisfy(report -> {
            assertThat(report.getAction()).isEqualTo(FeedbackAction.SHOWN);
            assertThat(report.getRevision()).isEqualTo(5);
        });
        assertThat(reports.subList(0, 3)).extracting(JobFeedback::getPosition).containsExactly(1, 2, 3);
        assertThat(reports.get(3).getAction()).isEqualTo(FeedbackAction.OPENED);
        assertThat(reports.get(3).getJobId()).isEqualTo(jobs.get(1));
        assertThat(reports.get(3).getPosition()).isEqualTo(2);
        assertThat(reports.get(3).getDirection()).isEqualTo(MatchDirection.JOBS_FOR_RESUME);
        assertThat(reports.get(4).getAction()).isEqualTo(FeedbackAction.DISMISSED);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                page.part("quality").at("/candidates/all/shown").asInt())
                        .isGreaterThanOrEqualTo(3));
    }

    @Test
    void shouldRefuseFeedbackThatIsNone() throws Exception {
        posted.list(SampleLists.forResume(resume, "v@1", List.of(job)).build());
        awaitList("resume=" + resume);

        assertThat(page.post("api/feedback", feedback(job, "bought")).statusCode())
                .isEqualTo(400);
        assertThat(page.post("api/feedback", feedback(job, "shown")).statusCode())
                .isEqualTo(400);
        assertThat(page.post("api/feedback", Map.of("action", "opened")).statusCode())
                .isEqualTo(400);
        assertThat(page.post("api/feedback", feedback("another", "opened")).statusCode())
                .isEqualTo(410);
        assertThat(page.post("api/feedback", Map.of("resumeId", "none", "jobId", job, "action", "opened"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(page.postText("api/feedback", "[1, 2").statusCode()).isEqualTo(400);
        assertThat(page.postText("api/feedback", "null").statusCode()).isEqualTo(400);
        assertThat(page.post("api/feedback", feedback(job, "opened"), "X-Rolestream-Token", "guessed")
                        .statusCode())
                .isEqualTo(403);
        assertThat(page.post("api/feedback", feedback(job, "opened"), "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(page.post("api/feedback", feedback(job, "opened"), "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(page.get("api/feedback").statusCode()).isEqualTo(404);
        assertThat(reports()).isEmpty();
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        assertThat(page.get("api/recommendations?resume=never-seen").statusCode())
                .isEqualTo(404);
        assertThat(page.get("api/recommendations").statusCode()).isEqualTo(400);
        assertThat(page.get("api/recommendations?resume=a&job=b").statusCode()).isEqualTo(400);
        assertThat(page.get("api/match?resume=a").statusCode()).isEqualTo(400);
        assertThat(page.get("api/match?resume=never-seen&job=b").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldFindOpenJobsForAPastedResumeAndFollowThem() throws Exception {
        String skills = "React, TypeScript, Redux, GraphQL";
        String pasted = "Six years of React, TypeScript and Redux";
        String closed = "closed-" + job;
        posted.job(
                SampleLists.job(job, "React developer")
                        .setSkills(skills)
                        .setDescription(null)
                        .build(),
                "Other");
        posted.job(
                SampleLists.job(closed, "React developer")
                        .setSkills(skills)
                        .setOpenUntil(Instant.now().minusSeconds(60))
                        .build(),
                "Other");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(found(pasted).findValuesAsText("id")).contains(job));

        JsonNode answer = found(pasted);
        assertThat(answer.path("results").findValuesAsText("id")).doesNotContain(closed);
        JsonNode best = null;
        for (JsonNode result : answer.path("results")) {
            best = result.path("id").asText().equals(job) ? result : best;
        }
        assertThat(best).isNotNull();
        assertThat(Objects.requireNonNull(best).path("title").asText()).isEqualTo("React developer");
        assertThat(best.path("missing").toString()).containsIgnoringCase("GraphQL");
        assertThat(best.path("matched").toString()).containsIgnoringCase("TypeScript");
        assertThat(best.path("reasons")).isNotEmpty();
        assertThat(answer.path("version").asText()).contains("@");

        String newer = "newer-" + job;
        posted.job(SampleLists.job(newer, "React developer").setSkills(skills).build(), "Other");
        posted.bytes(service.topics().jobs(), job, null);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(found(pasted).path("results").findValuesAsText("id"))
                        .contains(newer)
                        .doesNotContain(job));
    }

    @Test
    void shouldRefuseWhatIsNoResumeAndFindNothingWhereItIsOff() throws Exception {
        assertThat(page.post("api/find", Map.of("text", " ")).statusCode()).isEqualTo(400);
        assertThat(page.post("api/find", Map.of("text", "x".repeat(20_001))).statusCode())
                .isEqualTo(413);
        assertThat(page.post("api/find", Map.of("text", "\u202e<script>\u0000")).statusCode())
                .isEqualTo(200);
        assertThat(page.post("api/find", Map.of("text", "Java"), "X-Rolestream-Token", "guessed")
                        .statusCode())
                .isEqualTo(403);
        try (Dashboard without = service.dashboard(Map.of(DashboardConfig.FIND_JOBS, "0"))) {
            JsonNode answer =
                    PageClient.body(new PageClient(without.url()).post("api/find", Map.of("text", "Java, Spring")));
            assertThat(answer.path("state").asText()).isEqualTo("off");
            assertThat(answer.path("message").asText()).contains(DashboardConfig.FIND_JOBS);
        }
    }

    @Test
    void shouldRefuseRequestsThatAreNone() throws Exception {
        for (String body : List.of("", "null", "{\"text\": null}", "{\"text\": {\"a\": 1}}", "[".repeat(5_000))) {
            assertThat(page.postText("api/find", body).statusCode()).as(body).isEqualTo(400);
        }
        String large = "{\"text\": \"" + "x".repeat(1_000_000) + "\"}";
        assertThat(page.postText("api/find", large).statusCode()).isEqualTo(413);
        for (String id : List.of("a\r\nSet-Cookie: a=b", "\u0000<b>", "x".repeat(2_000))) {
            String encoded = PageClient.encoded(id);
            assertThat(page.get("api/recommendations?resume=" + encoded).statusCode())
                    .as(id)
                    .isEqualTo(404);
            assertThat(page.get("api/match?list=job&resume=" + encoded + "&job=" + encoded)
                            .statusCode())
                    .as(id)
                    .isEqualTo(404);
        }
    }

    private static JsonNode found(String text) throws Exception {
        return PageClient.body(page.post("api/find", Map.of("text", text)));
    }

    @Test
    void shouldHideTextsAndTakeNoFeedbackUnlessToldTo() throws Exception {
        posted.job(SampleLists.job(job, "Pipeline builder").build(), "Data Engineer");
        sendWithPlace();
        try (Dashboard discreet = service.dashboard(Map.of())) {
            PageClient stranger = new PageClient(discreet.url());
            await().atMost(PATIENCE)
                    .until(() ->
                            stranger.get("api/recommendations?resume=" + resume).statusCode() == 200);

            JsonNode list = stranger.json("api/recommendations?resume=" + resume);
            assertThat(list.toString()).doesNotContain(SampleLists.REASON).contains("Kubernetes");
            assertThat(stranger.part("matches").toString()).doesNotContain(SampleLists.REASON);
            assertThat(stranger.get("api/match?resume=" + resume + "&job=" + job)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(stranger.post("api/feedback", feedback(job, "opened")).statusCode())
                    .isEqualTo(403);
            assertThat(stranger.part("status").toString()).isNotEmpty();
        }
    }

    @Test
    void shouldSurviveRecordsOfOthers() throws Exception {
        for (String topic : List.of(
                service.topics().jobs(),
                service.topics().labelledJobs(),
                service.topics().jobRecommendations(),
                service.topics().resumeRecommendations(),
                service.topics().jobFeedback())) {
            posted.bytes(topic, "odd", "{\"not\": \"ours\"}".getBytes(StandardCharsets.UTF_8));
            posted.bytes(topic, "", new byte[] {0, 0, 0, 0});
        }
        posted.bytes(service.topics().jobsDlq(), job, new byte[] {7});
        posted.list(SampleLists.forResume(resume, "v@1", List.of(job)).build());

        awaitList("resume=" + resume);
        assertThat(page.part("matches").path("unreadable").asInt()).isPositive();
    }

    private static JsonNode awaitList(String of) {
        await().atMost(PATIENCE)
                .until(() -> page.get("api/recommendations?" + of).statusCode() == 200);
        return json("api/recommendations?" + of);
    }

    private static JsonNode json(String path) {
        try {
            return page.json(path);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A list that says where its resume is. */
    private void sendWithPlace() throws Exception {
        sendWithPlace(Collections.nCopies(100, Long.MAX_VALUE));
    }

    private void sendWithPlace(List<Long> jobsAsOf) throws Exception {
        byte[] value = new AvroSerde<>(Resume.class, service.broker().registry())
                .serializer()
                .serialize(
                        service.topics().resumes(),
                        Resume.newBuilder()
                                .setResumeId(resume)
                                .setSkills(SampleLists.SKILLS)
                                .build());
        var place = posted.bytes(service.topics().resumes(), resume, value);
        JobRecommendations.Builder list = SampleLists.forResume(resume, "v@1", List.of(job))
                .setResumePartition(place.partition())
                .setResumeOffset(place.offset())
                .setJobsAsOf(jobsAsOf);
        posted.list(list.build());
    }

    private Map<String, String> feedback(String jobId, String action) {
        return Map.of("resumeId", resume, "jobId", jobId, "action", action, "list", "resume");
    }

    /** What is on the topic about this test's resume. */
    private List<JobFeedback> reports() {
        String topic = service.topics().jobFeedback();
        var deserializer = new AvroSerde<>(JobFeedback.class, service.broker().registry()).deserializer();
        List<JobFeedback> reports = new ArrayList<>();
        new CommittedReader(service.cluster().clients(), List.of(topic), From.BEGINNING, true, record -> {
                    if (record.key() != null && new String(record.key(), StandardCharsets.UTF_8).equals(resume)) {
                        JobFeedback report = deserializer.deserialize(topic, record.headers(), record.value());
                        if (report != null) {
                            reports.add(report);
                        }
                    }
                    return true;
                })
                .run();
        return reports;
    }
}

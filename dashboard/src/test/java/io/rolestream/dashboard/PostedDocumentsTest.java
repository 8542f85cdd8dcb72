package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.dashboard.config.DashboardConfig;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents that people try on the dashboard. */
class PostedDocumentsTest {
    private static final String SECRET = "correct-horse-battery";
    private static final String RESUME =
            "{\\rtf1\\ansi Jane Doe\\par Skills\\par Airflow, Spark, Snowflake\\par Education\\par None}";

    private static WatchedStream service;
    private static Dashboard dashboard;
    private static PageClient page;

    @BeforeAll
    static void start() throws Exception {
        service = WatchedStream.shared();
        dashboard = service.dashboard(Map.of());
        page = new PageClient(dashboard.url());
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    @Test
    void shouldReadTheTextAndTheSkills() throws Exception {
        HttpResponse<String> answer = post(page, RESUME);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode content = PageClient.body(answer);
        assertThat(content.path("text").asText()).startsWith("Jane Doe\nSkills\n");
        assertThat(content.path("skills").asText()).isEqualTo("Airflow, Spark, Snowflake");
    }

    @Test
    void shouldSayWhyADocumentCanNotBeRead() throws Exception {
        HttpResponse<String> answer = post(page, "{\\rtf1 cut");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(PageClient.body(answer).path("error").asText())
                .isEqualTo("The document is cut short: its last RTF group is not closed.");
    }

    @Test
    void shouldTakeALargeDocumentFromItsOwnPageAlone() throws Exception {
        String large = "{\\rtf1{\\*\\x " + "0".repeat(1_000_000) + "}Jane Doe}";

        assertThat(post(page, large).statusCode()).isEqualTo(200);
        assertThat(post(page, large, "X-Rolestream-Token", "guessed").statusCode())
                .isEqualTo(413);
        assertThat(post(page, "0".repeat(6_000_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void shouldRefuseWhatFormsOfOtherPagesSend() throws Exception {
        assertThat(post(page, RESUME, "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
        assertThat(post(page, RESUME, "Content-Type", "application/json").statusCode())
                .isEqualTo(415);
        assertThat(post(page, RESUME, "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(page.postText("api/try", "{\"text\":\"Java\"}", "Content-Type", "application/octet-stream")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void shouldAskStrangersToLogIn() throws Exception {
        try (Dashboard closed =
                service.dashboard(Map.of(DashboardConfig.AUTH, "bearer", DashboardConfig.AUTH_SECRET, SECRET))) {
            PageClient known = new PageClient(closed.url(), "Authorization", "Bearer " + SECRET);
            assertThat(post(known, RESUME).statusCode()).isEqualTo(200);
            assertThat(post(new PageClient(closed.url()), RESUME).statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> post(PageClient client, String document, String... more) throws Exception {
        String[] headers = new String[more.length + 2];
        headers[0] = "Content-Type";
        headers[1] = "application/octet-stream";
        System.arraycopy(more, 0, headers, 2, more.length);
        return client.postText("api/document", document, headers);
    }
}

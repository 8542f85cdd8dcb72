package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.dashboard.config.DashboardConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the dashboard lets in, and what it takes from whom. */
class DashboardAccessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "correct-horse-battery";
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static WatchedStream service;
    private static Dashboard dashboard;
    private static PageClient page;

    @BeforeAll
    static void start() throws Exception {
        service = WatchedStream.shared();
        dashboard = service.dashboard(Map.of(DashboardConfig.SHOW_TEXT, "true"));
        page = new PageClient(dashboard.url());
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    @Test
    void shouldServeThePageUnderAStrictPolicy() throws Exception {
        HttpResponse<String> answer = page.get("");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<title>Rolestream</title>").doesNotContain("style=", "onclick", "http://");
        assertThat(PageClient.header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(PageClient.header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(PageClient.header(page.get("api/session"), "Cache-Control")).isEqualTo("no-store");
        assertThat(PageClient.header(page.get("app.js"), "Content-Type")).startsWith("text/javascript");
        assertThat(page.get("app.js", "If-None-Match", PageClient.header(page.get("app.js"), "ETag"))
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<String> nothing = page.get("nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(PageClient.header(nothing, "Content-Security-Policy")).contains("default-src 'none'");
    }

    @Test
    void shouldNotAnswerToTheNameOfAStranger() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example:80")).startsWith("HTTP/1.1 403");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost:"
                        + URI.create(dashboard.url()).getPort()))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldTakeWritesFromItsOwnPageAlone() throws Exception {
        Map<String, String> text = Map.of("text", "Java");

        assertThat(page.post("api/try", text).statusCode()).isEqualTo(200);
        assertThat(page.post("api/try", text, "X-Rolestream-Token", "guessed").statusCode())
                .isEqualTo(403);
        assertThat(page.post("api/try", text, "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(page.post("api/try", text, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(page.post("api/try", text, "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
    }

    @Test
    void shouldLimitPagesAndRequests() throws Exception {
        try (Dashboard small =
                service.dashboard(Map.of(DashboardConfig.MAX_PAGES, "1", DashboardConfig.REQUESTS_PER_SECOND, "1"))) {
            PageClient one = new PageClient(small.url());
            try (InputStream open =
                    URI.create(small.url() + "api/events").toURL().openStream()) {
                assertThat(open.read()).isPositive();
                assertThat(one.get("api/events").statusCode()).isEqualTo(503);
            }
            List<Integer> answers = IntStream.range(0, 50)
                    .mapToObj(i -> status(one, "api/questions"))
                    .toList();
            assertThat(answers).contains(429);
        }
    }

    @Test
    void shouldAskForUserAndPassword() throws Exception {
        try (Dashboard closed =
                service.dashboard(Map.of(DashboardConfig.AUTH, "basic", DashboardConfig.AUTH_SECRET, SECRET))) {
            PageClient stranger = new PageClient(closed.url());
            HttpResponse<String> refused = stranger.get("");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(PageClient.header(refused, "WWW-Authenticate")).startsWith("Basic");
            assertThat(refused.body()).doesNotContain("<title>");
            assertThat(stranger.get("api/events").statusCode()).isEqualTo(401);
            assertThat(stranger.get("", "Authorization", basic("rolestream", "wrong-wrong-wrong"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(stranger.get("", "Authorization", basic("rolestream", SECRET))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldAskForATokenAndKeepABrowserLoggedIn(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("token"), SECRET + "\n");
        try (Dashboard closed = service.dashboard(
                Map.of(DashboardConfig.AUTH, "bearer", DashboardConfig.AUTH_SECRET_FILE, file.toString()))) {
            PageClient stranger = new PageClient(closed.url());
            HttpResponse<String> sent = stranger.get("");
            assertThat(sent.statusCode()).isEqualTo(302);
            assertThat(PageClient.header(sent, "Location")).endsWith("/login");
            assertThat(stranger.get("login").body()).contains(">Token<");
            assertThat(stranger.json("api/login").path("asksForUser").asBoolean())
                    .isFalse();
            assertThat(stranger.get("api/session").statusCode()).isEqualTo(401);
            assertThat(stranger.get("api/session", "Authorization", "Bearer " + SECRET)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(stranger.post("api/login", Map.of("secret", "not the token"))
                            .statusCode())
                    .isEqualTo(401);
            HttpResponse<String> in = stranger.post("api/login", Map.of("secret", SECRET));
            assertThat(PageClient.header(in, "Set-Cookie")).contains("HttpOnly", "SameSite=Strict");
            assertThat(stranger.get("api/session", "Cookie", cookie(in)).statusCode())
                    .isEqualTo(200);
            assertThat(stranger.get("api/session", "Cookie", "rolestream-session=guessed")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void shouldShowBrowsersAPageToLogInInsteadOfAChallenge() throws Exception {
        try (Dashboard closed =
                service.dashboard(Map.of(DashboardConfig.AUTH, "basic", DashboardConfig.AUTH_SECRET, SECRET))) {
            PageClient browser = new PageClient(closed.url(), "User-Agent", BROWSER);
            HttpResponse<String> sent = browser.get("");
            assertThat(sent.statusCode()).isEqualTo(302);
            assertThat(PageClient.header(sent, "Location")).endsWith("/login");
            HttpResponse<String> refused = browser.get("api/session");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(PageClient.header(refused, "WWW-Authenticate")).isEmpty();
            assertThat(browser.json("api/login").path("asksForUser").asBoolean())
                    .isTrue();
            assertThat(browser.post("api/login", Map.of("user", "somebody", "secret", SECRET))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(browser.post("api/login", Map.of("secret", SECRET)).statusCode())
                    .isEqualTo(401);

            HttpResponse<String> in = browser.post("api/login", Map.of("user", "rolestream", "secret", SECRET));

            JsonNode session = new PageClient(closed.url(), "Cookie", cookie(in)).json("api/session");
            assertThat(session.path("user").asText()).isEqualTo("rolestream");
            assertThat(session.path("canLogOut").asBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "bearer"})
    void shouldEndASessionAndWhatItShowsAtLogOut(String auth) throws Exception {
        try (Dashboard closed =
                service.dashboard(Map.of(DashboardConfig.AUTH, auth, DashboardConfig.AUTH_SECRET, SECRET))) {
            Map<String, String> secrets = Map.of("user", "rolestream", "secret", SECRET);
            PageClient stranger = new PageClient(closed.url());
            PageClient page = new PageClient(closed.url(), "Cookie", cookie(stranger.post("api/login", secrets)));
            PageClient other = new PageClient(closed.url(), "Cookie", cookie(stranger.post("api/login", secrets)));
            InputStream events = page.open("api/events");
            assertThat(page.post("api/logout", Map.of(), "X-Rolestream-Token", "guessed")
                            .statusCode())
                    .as("nobody else's page logs anybody out")
                    .isEqualTo(403);
            assertThat(page.get("api/session").statusCode()).isEqualTo(200);

            HttpResponse<String> out = page.post("api/logout", Map.of());

            assertThat(out.statusCode()).isEqualTo(200);
            assertThat(PageClient.header(out, "Set-Cookie")).contains("rolestream-session=;", "Max-Age=0", "HttpOnly");
            assertThat(page.get("api/session").statusCode())
                    .as("whoever kept the cookie")
                    .isEqualTo(401);
            assertThat(CompletableFuture.supplyAsync(() -> text(events)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the page that was open, until then")
                    .contains("event: history");
            assertThat(other.get("api/session").statusCode())
                    .as("another browser's session")
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldNotOpenToOtherMachinesWithoutASecret() {
        assertThatThrownBy(() -> service.dashboard(Map.of(DashboardConfig.HOST, "0.0.0.0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(DashboardConfig.HOST)
                .hasMessageContaining(DashboardConfig.AUTH);
        assertThatThrownBy(() ->
                        service.dashboard(Map.of(DashboardConfig.AUTH, "bearer", DashboardConfig.AUTH_SECRET, "short")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("at least 12");
    }

    @Test
    void shouldRefuseSharesOfMoreThanAllQuestions() {
        assertThatThrownBy(() -> service.dashboard(
                        Map.of(DashboardConfig.REVIEW_RANDOM_SHARE, "0.8", DashboardConfig.REVIEW_SECOND_SHARE, "0.3")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(DashboardConfig.REVIEW_RANDOM_SHARE)
                .hasMessageContaining(DashboardConfig.REVIEW_SECOND_SHARE);
    }

    /** A request that Java's client does not let anyone send. */
    private static String raw(String head) throws IOException {
        URI at = URI.create(dashboard.url());
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.getOutputStream()
                    .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldRefuseWhatIsNoJsonAndMethodsThatItHasNot() throws Exception {
        for (String body : List.of("", "{", "[]", "null", "{\"text\":{}}", "[".repeat(5_000))) {
            assertThat(page.postText("api/try", body).statusCode())
                    .as(body.substring(0, Math.min(10, body.length())))
                    .isEqualTo(400);
        }
        for (String method : List.of("OPTIONS", "TRACE", "PUT", "DELETE", "FOO")) {
            assertThat(raw(method + " / HTTP/1.1\r\nHost: localhost"))
                    .as(method)
                    .startsWith("HTTP/1.1 405");
        }
    }

    private static String text(InputStream answer) {
        try (answer) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cookie(HttpResponse<?> login) {
        return PageClient.header(login, "Set-Cookie").replaceAll(";.*", "");
    }

    private static String basic(String user, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static int status(PageClient client, String path) {
        try {
            return client.get(path).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.rolestream.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.http.testing.MadeCertificate;
import io.rolestream.http.testing.RawConnections;
import io.rolestream.serving.config.ServingConfig;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests that are not to be answered, and clients that ask for too much. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestTest {
    private static final String TOKEN = "correct-horse-battery";
    private static final String JAVA = "{\"resumeId\":\"a\",\"skills\":\"Java\"}";
    private static final String[] KNOWN = {"Content-Type", "application/json", "Authorization", "Bearer " + TOKEN};

    private RunningApi api;

    @BeforeAll
    void start() throws Exception {
        api = RunningApi.start(
                null, Map.of(ServingConfig.TOKEN, TOKEN, ServingConfig.MAX_KIB, "64", ServingConfig.TIMEOUT, "2s"));
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void shouldAskForTheToken() throws Exception {
        HttpResponse<String> without = api.post("v1/label", JAVA);
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(without.body()).startsWith("{\"error\":\"").contains("Authorization");
        assertThat(api.get("v1/openapi.json").statusCode()).isEqualTo(401);
        assertThat(api.get("v1/nothing").statusCode()).isEqualTo(401);
        assertThat(api.get("ready").statusCode()).isEqualTo(200);
        assertThat(api.post("v1/label", JAVA, KNOWN).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldLimitGuesses() throws Exception {
        String[] guess = {"Content-Type", "application/json", "Authorization", "Bearer " + TOKEN + "x"};

        List<Integer> statuses = IntStream.range(0, 40)
                .mapToObj(i -> {
                    try {
                        return api.post("v1/label", JAVA, guess).statusCode();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .distinct()
                .toList();

        assertThat(statuses).containsExactlyInAnyOrder(401, 429);
        assertThat(api.post("v1/label", JAVA, KNOWN).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "7",
                "\"Java\"",
                "null",
                "{",
                "[{\"skills\":\"Java\"}",
                "{\"skills\":\"Java\"} {}",
                "{\"skills\":\"Java\"}]",
                "{\"skills\":\"Java\"},{\"skills\":\"SQL\"}",
                "id,skills\na,Java",
                "{\"name\":\"Ada\"}",
                "{\"skills\":\"Ja\u0000va\"}"
            })
    void shouldSayWhatIsWrongWithABody(String body) throws Exception {
        HttpResponse<String> response = api.post("v1/label", body, KNOWN);

        assertThat(response.statusCode()).as(body).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"error\":\"the request");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void shouldRefuseDeepAndLongBodies() throws Exception {
        String deep = "{\"skills\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        String many = "[" + JAVA + ("," + JAVA).repeat(100) + "]";
        String large = "{\"skills\":\"" + "x".repeat(64 * 1024) + "\"}";

        assertThat(api.post("v1/label", deep, KNOWN).statusCode()).isEqualTo(400);
        assertThat(api.post("v1/label", many, KNOWN).body()).contains("101 resumes; send at most 100");
        assertThat(api.post("v1/label", large, KNOWN).statusCode()).isEqualTo(413);
        assertThat(api.post("v1/recommend", many, KNOWN).statusCode()).isEqualTo(413);
    }

    @Test
    void shouldTakeNothingButJsonByTheRightMethodAtTheRightPath() throws Exception {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonx")) {
            assertThat(api.post("v1/label", JAVA, "Content-Type", type, "Authorization", KNOWN[3])
                            .statusCode())
                    .as(type)
                    .isEqualTo(415);
        }
        HttpResponse<String> get = api.get("v1/label", "Authorization", KNOWN[3]);
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).hasValue("POST");
        assertThat(api.post("v1/labels", JAVA, KNOWN).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldEndABodyThatTakesTooLong() throws Exception {
        try (RawConnections slow = new RawConnections(api.url(), "127.0.0.1")) {
            Socket socket =
                    slow.begin("POST /v1/label HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer " + TOKEN + "\r\nContent-Length: 1000\r\n\r\n{");

            assertThat(RawConnections.rest(socket)).startsWith("HTTP/1.1 408").contains("{\"error\":\"");
        }
    }

    @Test
    void shouldLogNoText() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try {
            for (String body : List.of(
                    "{\"skills\":\"xylophone\"}", "{\"skills\":xylophone}", "[{\"skills\":\"xylophone \\ud800\"}]")) {
                api.post("v1/label", body, KNOWN);
                api.post("v1/recommend", body, KNOWN);
            }
        } finally {
            root.detachAppender(log);
        }

        assertThat(List.copyOf(log.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO)) // what --verbose logs
                .noneMatch(event -> event.getFormattedMessage().contains("xylophone"));
    }

    @Test
    void shouldRefuseAtOnceWhatItHasNoRoomFor() throws Exception {
        HeldModel model = new HeldModel();
        try (RunningApi busy = RunningApi.start(model, Map.of(ServingConfig.MAX_REQUESTS, "2"))) {
            List<CompletableFuture<HttpResponse<String>>> first =
                    List.of(busy.postLater("v1/label", JAVA), busy.postLater("v1/label", JAVA));
            await().until(() -> model.asked() == 2);

            HttpResponse<String> refused = busy.post("v1/label", JAVA);
            model.release();

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(first)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            assertThat(busy.post("v1/label", JAVA).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseAtOnceWhatAFullQueueHasNoRoomFor() throws Exception {
        HeldModel model = new HeldModel();
        model.fill();
        try (RunningApi busy = RunningApi.start(model, Map.of())) {
            HttpResponse<String> refused = busy.post("v1/label", JAVA);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("queue is full");
            assertThat(model.asked()).isZero();
        }
    }

    @Test
    void shouldGiveUpARequestThatTakesTooLong() throws Exception {
        try (RunningApi stuck = RunningApi.start(new HeldModel(), Map.of(ServingConfig.TIMEOUT, "200ms"))) {
            HttpResponse<String> response = stuck.post("v1/label", JAVA);

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(response.body()).contains("no answer within 200 ms");
        }
    }

    @Test
    void shouldAnswerWhatHasBegunBeforeItStops() throws Exception {
        HeldModel model = new HeldModel();
        RunningApi stopping = RunningApi.start(model, Map.of());
        CompletableFuture<HttpResponse<String>> begun = stopping.postLater("v1/label", JAVA);
        await().until(() -> model.asked() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
        Thread.sleep(300);
        assertThat(stopped).isNotDone();
        model.release();

        assertThat(begun.join().statusCode()).isEqualTo(200);
        stopped.join();
    }

    @Test
    void shouldServeOtherMachinesOnlyWithAToken() throws Exception {
        assertThatThrownBy(() -> RunningApi.start(null, Map.of(ServingConfig.HOST, "0.0.0.0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("serve.token");
        assertThatThrownBy(() -> RunningApi.start(null, Map.of(ServingConfig.TOKEN, "short")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("at least 12 characters");
        try (RunningApi open = RunningApi.start(null, Map.of());
                RawConnections others = new RawConnections(open.url(), "127.0.0.1")) {
            assertThat(others.ask("POST /v1/label HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void shouldServeHttps(@TempDir Path directory) throws Exception {
        MadeCertificate made = MadeCertificate.in(directory, "EC");
        HttpClient trusting = HttpClient.newBuilder().sslContext(made.trust()).build();
        try (RunningApi secure =
                RunningApi.start(null, made.settings(ServingConfig.TLS_CERTIFICATE, ServingConfig.TLS_KEY), trusting)) {
            assertThat(secure.url()).startsWith("https://");
            assertThat(secure.post("v1/label", JAVA).statusCode()).isEqualTo(200);
        }
    }
}

package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.http.testing.RawConnections;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people see of a dashboard while strangers send slowly, much, or from other pages. */
class HostileClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "correct-horse-battery";
    private static final String STRANGER = "127.0.0.2";

    private static Dashboard dashboard;
    private static PageClient people;

    private final RawConnections strangers;
    private final RawConnections neighbours;

    HostileClientTest() {
        strangers = new RawConnections(dashboard.url(), STRANGER);
        neighbours = new RawConnections(dashboard.url(), "127.0.0.1");
    }

    @BeforeAll
    static void start() throws Exception {
        dashboard = WatchedStream.shared()
                .dashboard(Map.of(DashboardConfig.AUTH, "bearer", DashboardConfig.AUTH_SECRET, SECRET));
        people = new PageClient(dashboard.url());
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    @AfterEach
    void disconnect() throws IOException {
        strangers.close();
        neighbours.close();
    }

    @Test
    void shouldLetPeopleLogInWhileLogInsArriveByteByByte() throws Exception {
        for (int i = 0; i < 100; i++) {
            strangers.begin(login(1_000, "{"));
            neighbours.begin(login(1_000, "{"));
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(strangers.answers()).contains("429", "slow requests"));
        assertThat(people.get("login").statusCode()).isEqualTo(200);
        assertThat(people.post("api/login", Map.of("secret", SECRET)).statusCode())
                .as("from the strangers' own address too")
                .isEqualTo(200);
    }

    @Test
    @Tag("full")
    void shouldEndABodyThatTakesTooLong() throws Exception {
        Socket slow = strangers.begin(login(1_000, "{"));
        long started = System.nanoTime();
        Thread trickle = new Thread(() -> {
            try {
                while (true) {
                    slow.getOutputStream().write(' ');
                    Thread.sleep(200);
                }
            } catch (IOException | InterruptedException e) {
                // The server has closed the connection.
            }
        });
        trickle.start();

        assertThat(RawConnections.rest(slow)).startsWith("HTTP/1.1 408").contains("took too long");
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(25));
        slow.close();
        trickle.join();
    }

    @Test
    void shouldTakeNoLogInAboveAKilobyte() throws Exception {
        assertThat(strangers.ask(login(1_025, ""))).startsWith("HTTP/1.1 413");
        assertThat(strangers.ask(post("Transfer-Encoding: chunked") + "800\r\n" + " ".repeat(2_048) + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(people.post("api/login", Map.of("secret", "x".repeat(900))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldAnswerAClientThatReadsOnlyOnceItsBodyIsSent() throws Exception {
        int length = 3_000_000;
        for (int i = 0; i < 5; i++) {
            assertThat(strangers.ask(login(length, " ".repeat(length)))).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void shouldNotLetUnreadAnswersOccupyAllThreads() throws Exception {
        String requests = "GET /app.css HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2_000);
        for (int i = 0; i < 80; i++) {
            strangers.begin(requests);
        }
        Thread.sleep(1_000);

        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(dashboard.url() + "login"))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCloseConnectionsOfAnAddressThatHasTooMany() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sockets.add(strangers.begin("GET /log"));
        }

        int closed = 0;
        for (Socket socket : sockets.subList(150, 200)) {
            closed += closes(socket) ? 1 : 0;
        }
        assertThat(closed).isGreaterThan(40);
        assertThat(people.get("login").statusCode()).isEqualTo(200);
    }

    private static boolean closes(Socket socket) throws IOException {
        try {
            socket.setSoTimeout(2_000);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset
        }
    }

    @Test
    void shouldCountTheRequestsOfStrangersApart() throws Exception {
        String cookie = PageClient.header(people.post("api/login", Map.of("secret", SECRET)), "Set-Cookie")
                .replaceAll(";.*", "");
        PageClient page = new PageClient(dashboard.url(), "Cookie", cookie);
        for (RawConnections client : List.of(strangers, neighbours)) {
            String answers = client.ask("GET /api/login HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100)
                    + "GET /api/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answers).contains("HTTP/1.1 200", "HTTP/1.1 429");
        }

        assertThat(IntStream.range(0, 10).map(i -> status(page))).containsOnly(200);
    }

    @Test
    void shouldNotLetStrangersUseUpTheAttemptsToLogIn() throws Exception {
        for (int i = 0; i < 20; i++) {
            strangers.begin(login(2, "{}"));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(strangers.answers()).contains("login attempts"));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(people.post("api/login", Map.of("secret", SECRET))
                                .statusCode())
                        .isEqualTo(200));
    }

    @Test
    void shouldLimitGuessesInTheHeader() throws Exception {
        String guess = "GET /api/session HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong\r\n";
        assertThat(strangers.ask((guess + "\r\n").repeat(30) + guess + "Connection: close\r\n\r\n"))
                .contains("HTTP/1.1 401", "HTTP/1.1 429");
    }

    @Test
    void shouldRefuseReadingsFromOtherPages() throws Exception {
        String[] known = {"Authorization", "Bearer " + SECRET};
        for (String path : List.of("api/session", "api/events", "api/questions", "api/login", "api/label?id=a")) {
            for (String site : List.of("cross-site", "same-site")) {
                assertThat(people.get(path, known[0], known[1], "Sec-Fetch-Site", site)
                                .statusCode())
                        .as(path)
                        .isEqualTo(403);
            }
            assertThat(people.get(path, known[0], known[1], "Origin", "http://evil.example")
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(people.get("api/session", known[0], known[1], "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(200);
        assertThat(people.get("login", "Sec-Fetch-Site", "cross-site").statusCode())
                .as("a link to the page itself")
                .isEqualTo(200);
    }

    private static int status(PageClient page) {
        try {
            return page.get("api/questions").statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String login(int length, String body) {
        return post("Content-Length: " + length) + body;
    }

    private static String post(String header) {
        return "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + header
                + "\r\n\r\n";
    }
}

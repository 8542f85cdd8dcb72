package io.rolestream.engine.hub;

import static io.rolestream.engine.hub.FakeHub.breakAfter;
import static io.rolestream.engine.hub.FakeHub.ignoreRange;
import static io.rolestream.engine.hub.FakeHub.instead;
import static io.rolestream.engine.hub.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyHubTest extends HubFixture {
    private static final String WEIGHTS = "model.safetensors";

    private void expectWeights() throws IOException {
        Path model = BaseModels.resolve(MODEL, settings);
        assertThat(model.resolve(WEIGHTS)).hasBinaryContent(hub.content(WEIGHTS));
        try (Stream<Path> blobs = Files.list(modelCache().resolve("blobs"))) {
            assertThat(blobs.map(Path::toString)).noneMatch(b -> b.endsWith(".incomplete"));
        }
    }

    @Test
    void shouldGoOnWhereAnInterruptedDownloadStopped() throws IOException {
        hub.plant(WEIGHTS, breakAfter(100_000), breakAfter(100_000), breakAfter(50_000), breakAfter(0));
        expectWeights();
        assertThat(hub.requestsFor(WEIGHTS))
                .extracting(FakeHub.Request::range)
                .containsExactly(null, "bytes=100000-", "bytes=200000-", "bytes=250000-", "bytes=250000-");
    }

    @Test
    void shouldGoOnInALaterRun() throws IOException {
        hub.plant(WEIGHTS, breakAfter(1000), status(404));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings)).isInstanceOf(HubException.class);
        expectWeights();
        assertThat(hub.requestsFor(WEIGHTS))
                .last()
                .extracting(FakeHub.Request::range)
                .isEqualTo("bytes=1000-");
    }

    @Test
    void shouldStartOverWhenTheServerIgnoresTheRange() throws IOException {
        hub.plant(WEIGHTS, breakAfter(1000), ignoreRange());
        expectWeights();
    }

    @Test
    void shouldStartOverWhenTheServerSendsAnotherRange() throws IOException {
        hub.plant(WEIGHTS, breakAfter(1000), (exchange, content) -> {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes 500-" + (content.length - 1) + "/" + content.length);
            FakeHub.send(exchange, 206, Arrays.copyOfRange(content, 500, content.length));
        });
        expectWeights();
    }

    @Test
    void shouldCheckAFileThatIsAlreadyCompleteWithoutItsName() throws IOException {
        Path incomplete = modelCache().resolve("blobs").resolve(FakeHub.COMMIT + "-" + WEIGHTS + ".incomplete");
        Files.createDirectories(incomplete.getParent());
        Files.write(incomplete, hub.content(WEIGHTS));
        expectWeights();
        assertThat(hub.requestsFor(WEIGHTS)).hasSize(1);
    }

    @Test
    void shouldThrowAwayAnIncompleteFileThatIsTooLongOrWrong() throws IOException {
        Path incomplete = modelCache().resolve("blobs").resolve(FakeHub.COMMIT + "-" + WEIGHTS + ".incomplete");
        Files.createDirectories(incomplete.getParent());
        Files.write(incomplete, new byte[hub.content(WEIGHTS).length + 1]);
        expectWeights();
        Files.delete(modelCache().resolve("blobs").resolve(FakeHub.sha256(hub.content(WEIGHTS))));
        Files.write(incomplete, new byte[77]);
        expectWeights();
    }

    @Test
    void shouldAskOnceMoreForContentWithTheWrongChecksum() throws IOException {
        hub.plant(WEIGHTS, instead(changed(hub.content(WEIGHTS))));
        expectWeights();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "config.json"})
    void shouldRefuseContentThatKeepsTheWrongChecksum(String file) throws IOException {
        byte[] wrong = changed(hub.content(file));
        hub.plant(file, instead(wrong), instead(wrong));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("wrong checksum of " + file)
                .hasMessageNotContaining("signature");
        assertThat(modelCache().resolve("refs/main")).doesNotExist();
        expectWeights();
    }

    @Test
    void shouldRefuseContentOfTheWrongLength() {
        byte[] longer = Arrays.copyOf(hub.content(WEIGHTS), hub.content(WEIGHTS).length + 1);
        hub.plant(WEIGHTS, instead(longer), instead(longer));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(longer.length + " bytes, but the hub says " + hub.content(WEIGHTS).length);
    }

    @Test
    void shouldStopReadingContentThatNeverEnds() {
        FakeHub.Fault endless = (exchange, content) -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(content);
            }
        };
        hub.plant(WEIGHTS, endless, endless);
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("longer than " + hub.content(WEIGHTS).length + " bytes");
    }

    @Test
    void shouldReadContentWithoutALength() throws IOException {
        hub.plant("config.json", (exchange, content) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().close();
        });
        expectWeights();
    }

    @Test
    void shouldGiveUpAfterSomeFailuresInARow() {
        hub.plant(WEIGHTS, breakAfter(1), breakAfter(1), breakAfter(1), breakAfter(1), breakAfter(1));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("broke off after 5 of " + hub.content(WEIGHTS).length + " bytes")
                .hasMessageEndingWith("gave up after 5 attempts");
        assertThat(hub.requestsFor(WEIGHTS)).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"429", "500", "502", "503", "504", "408"})
    void shouldTryAgainAfterAPassingError(int code) throws IOException {
        hub.plant(FakeHub.LISTING, status(code));
        hub.plant("config.json", status(code), status(code));
        hub.plant(WEIGHTS, status(code));
        expectWeights();
    }

    @Test
    void shouldWaitAsLongAsTheHubAsks() throws IOException {
        hub.plant(FakeHub.LISTING, status(429, "Retry-After", "1"));
        long start = System.nanoTime();
        expectWeights();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNotWaitForHours() {
        hub.plant(FakeHub.LISTING, status(429, "Retry-After", "7200"));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageEndingWith("the hub asks to wait 7200 s");
    }

    @ParameterizedTest
    @CsvSource({
        "401, 'the hub does not show owner/tiny-roberta: it does not exist, or needs a token (set HF_TOKEN): '",
        "403, 'the hub denies access to owner/tiny-roberta: accept its conditions at '",
        "404, 'the hub has no owner/tiny-roberta at the revision main: '",
        "418, 'http://localhost:'"
    })
    void shouldNotTryAgainWhenTheHubSaysNo(int code, String message) {
        hub.plant(FakeHub.LISTING, status(code, "X-Error-Code", "Reason"));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageStartingWith(message)
                .hasMessageEndingWith("answered " + code + " Reason");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void shouldSendTheTokenToTheHubOnly() throws IOException {
        settings = settings(TOKEN);
        expectWeights();
        assertThat(hub.requests()).filteredOn(FakeHub.Request::atHub).hasSize(5);
        assertThat(hub.requests())
                .allSatisfy(request ->
                        assertThat(request.authorization()).isEqualTo(request.atHub() ? "Bearer " + TOKEN : null));
    }

    @Test
    void shouldFollowRedirectsWithinTheHub() throws IOException {
        settings = settings(TOKEN);
        hub.plant(FakeHub.LISTING, status(307, "Location", "/api/models/" + MODEL + "/revision/main?renamed"));
        expectWeights();
        assertThat(hub.requests().get(1).authorization()).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void shouldNotFollowRedirectsForEver() {
        FakeHub.Fault loop = status(302, "Location", "/api/models/" + MODEL + "/revision/main");
        for (int i = 0; i < 20; i++) {
            hub.plant(FakeHub.LISTING, loop);
        }
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings)).hasMessageEndingWith("more than 10 redirects");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://localhost/x", "http:", "://"})
    void shouldRefuseRedirectsToAnythingElse(String location) {
        hub.plant(FakeHub.LISTING, status(302, "Location", location));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageEndingWith("redirects to no valid address");
    }

    @Test
    void shouldRefuseAFileWithoutAChecksum() {
        hub.plant("config.json", (exchange, content) -> {
            exchange.getResponseHeaders().set("ETag", "\"d41d8cd98f00b204e9800998ecf8427e\"");
            FakeHub.send(exchange, 200, content);
        });
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .hasMessageEndingWith("the hub gives no checksum (ETag) for config.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[]", "{}", "{\"sha\":\"../../x\"}", "{\"sha\":\"0123\"}"})
    void shouldRefuseAListingThatIsNone(String listing) {
        hub.plant(FakeHub.LISTING, instead(listing.getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("/api/models/owner/tiny-roberta/revision/main: the answer");
    }

    @Test
    void shouldGiveUpOnAServerThatIsSilent() {
        HubSettings hasty = new HubSettings(
                hub.endpoint(),
                cache(),
                null,
                "main",
                false,
                false,
                new HubConnection(
                        settings.connection().proxies(),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(200),
                        2,
                        Duration.ofMillis(1)));
        FakeHub.Fault silent = (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 10);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(3000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        hub.plant(WEIGHTS, silent, silent);
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, hasty))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("SocketTimeoutException");
    }

    @Test
    void shouldSayThatTheHubCannotBeReached() {
        URI nowhere = hub.endpoint();
        hub.close();
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings(nowhere, cache(), null)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("ConnectException")
                .hasMessageEndingWith("gave up after 5 attempts");
    }

    private static byte[] changed(byte[] content) {
        byte[] changed = content.clone();
        changed[changed.length / 2] ^= 1;
        return changed;
    }
}

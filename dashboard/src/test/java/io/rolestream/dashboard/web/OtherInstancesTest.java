package io.rolestream.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance that answers with status 200, but not as a dashboard does, is a listed problem of a look-up. */
class OtherInstancesTest {
    private static final String LABEL =
            "\"role\": \"Other\", \"decidedBy\": \"RULE\", \"revision\": 1, \"partition\": 0, \"offset\": 7";

    private final HttpServer server;
    private final OtherInstances others = new OtherInstances(
            List::of,
            null,
            null,
            true,
            null,
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
    private volatile String body = "";

    OtherInstancesTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldTakeTheAnswerOfADashboard() throws Exception {
        body = "{\"labels\": [{" + LABEL + ", \"contentHash\": \"x\"}], \"asked\": [0, 3], \"more\": 1}";

        LabelLookup.Answer answer = ask();

        assertThat(answer.asked()).containsExactlyInAnyOrder(0, 3);
        assertThat(answer.labels()).singleElement().satisfies(label -> {
            assertThat(label.verdict().role()).isEqualTo("Other");
            assertThat(label.place().offset()).isEqualTo(7);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "7",
                "\"text\"",
                "",
                "<html>",
                "{\"labels\": null, \"asked\": [0]}",
                "{\"labels\": []}",
                "{\"labels\": [], \"asked\": [null]}",
                "{\"labels\": [], \"asked\": [-1]}",
                "{\"labels\": [null], \"asked\": [0]}",
                "{\"labels\": [{}], \"asked\": [0]}",
                "{\"labels\": [{\"contentHash\": \"x\", \"role\": \"Other\"}], \"asked\": [0]}",
                "{\"labels\": [{" + LABEL + "}], \"asked\": [0]}",
                "{\"labels\": [{" + LABEL + ", \"contentHash\": \"x\", \"labelledAt\": -1}], \"asked\": [0]}"
            })
    void shouldRefuseWhatIsNoAnswerOfADashboard(String answer) {
        body = answer;

        assertThatThrownBy(this::ask).isInstanceOf(IOException.class).hasMessage("not an answer of a dashboard");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_a_host:8090", "127.0.0.1:99999", "a b:1", ":", ""})
    void shouldRefuseWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> others.ask(address, "r")).isInstanceOf(IOException.class);
    }

    private LabelLookup.Answer ask() throws IOException, InterruptedException {
        return others.ask("127.0.0.1:" + server.getAddress().getPort(), "r");
    }
}

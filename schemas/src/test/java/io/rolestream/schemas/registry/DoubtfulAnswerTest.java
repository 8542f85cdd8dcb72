package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of something that is not a working registry, and of one whose schemas are not to be trusted. */
class DoubtfulAnswerTest {
    private static final String SUBJECT = "resumes-value";
    private static final String STRING = "{\"schema\": \"\\\"string\\\"\"}";
    private static final String FOUND = "{\"id\": 7}";
    private static final String NOT_FOUND = "{\"error_code\": 40401, \"message\": \"Subject not found.\"}";

    private final ScriptedRegistry server = new ScriptedRegistry();

    DoubtfulAnswerTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAskAgainWhereAPageAnswersInsteadOfARegistry() {
        server.answer(200, "<html>Welcome</html>")
                .answer(404, "<html>No such service</html>")
                .answer(200, STRING)
                .answer(200, FOUND);
        assertThat(client().byId(SUBJECT, 7)).isEqualTo(Schema.create(Schema.Type.STRING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "200 | <html>1</html> | not JSON",
                "200 |  | not JSON",
                "200 | {} | not what a schema registry says",
                "200 | [7] | not what a schema registry says",
                "200 | {\"schema\": {}} | not what a schema registry says",
                "204 |  | not JSON",
                "400 | {\"message\": \"bad request\"} | 400 bad request",
                "401 | {\"error_code\": 401, \"message\": \"Unauthorized\"} | schema.registry.basic.auth",
                "403 | {\"error_code\": 40301, \"message\": \"Forbidden\"} | schema.registry.bearer.token",
                "404 |  | not JSON",
                "404 | {\"message\": \"no route\"} | 404 no route",
                "404 | {\"error_code\": 404, \"message\": \"HTTP 404 Not Found\"} | HTTP 404 Not Found",
                "404 | {\"error_code\": 40401, \"message\": \"Subject not found\"} | Subject not found",
                "408 |  | 408",
                "409 | {\"error_code\": 409, \"message\": \"conflict\"} | conflict",
                "422 | {\"error_code\": 42201, \"message\": \"invalid\"} | invalid",
                "429 |  | 429",
                "500 | {\"error_code\": 40403, \"message\": \"store\"} | 500 store",
                "503 |  | 503"
            })
    void shouldBlameNoIdForAnAnswerThatIsNotTheRegistrys(int status, String body, String message) {
        for (int i = 0; i < 3; i++) {
            server.answer(status, body == null ? "" : body);
        }
        server.answer(200, STRING).answer(200, FOUND);
        var client = client();
        assertThatThrownBy(() -> client.byId(SUBJECT, 7))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining(message);
        assertThat(client.byId(SUBJECT, 7)).isNotNull();
    }

    @Test
    void shouldBlameNoSubjectForAnAnswerThatIsNotTheRegistrys() {
        server.answer(200, STRING)
                .answer(404, "{\"message\": \"no route\"}")
                .answer(200, "{}")
                .answer(403, "");
        assertThatThrownBy(() -> client().byId(SUBJECT, 7)).isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void shouldFollowRedirectsToTheSameHost(int status) {
        server.redirect(status, "/elsewhere").redirect(status, "/elsewhere/").answer(200, FOUND);
        var client = new HttpSchemaRegistry(server.config().withBearerToken("secret"));
        assertThat(client.register(SUBJECT, Schema.create(Schema.Type.STRING))).isEqualTo(7);
        assertThat(server.requests().get(2)).satisfies(request -> {
            assertThat(request.line()).isEqualTo("POST /elsewhere/");
            assertThat(request.authorization()).isEqualTo("Bearer secret");
            assertThat(request.body()).isEqualTo("{\"schema\":\"\\\"string\\\"\"}");
        });
    }

    @Test
    void shouldNotFollowRedirectsForEver() {
        for (int i = 0; i < 30; i++) {
            server.redirect(302, "/again");
        }
        assertThatThrownBy(() -> client().byId(SUBJECT, 7))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("redirects to /again");
    }

    @Test
    void shouldNotFollowARedirectWithItsCredentials() throws IOException {
        try (var other = new ScriptedRegistry()) {
            String elsewhere = other.url() + "/schemas/ids/7";
            server.redirect(302, elsewhere).redirect(307, elsewhere).redirect(301, elsewhere);
            var client = new HttpSchemaRegistry(server.config().withBearerToken("secret"));
            assertThatThrownBy(() -> client.byId(SUBJECT, 7))
                    .isInstanceOf(SchemaRegistryUnavailableException.class)
                    .hasMessageContaining(elsewhere)
                    .hasMessageContaining("schema.registry.url");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void shouldReceiveNoMoreThanAnAnswerMayHave() {
        server.answer(200, "{\"schema\": \"" + "x".repeat(RegistryTransport.MAX_ANSWER_BYTES) + "\"}");
        var client = client();
        for (int i = 0; i < 3; i++) {
            refused(client, Reason.INVALID, "more than");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    @Tag("full")
    void shouldBlameNoIdForAConnectionThatIsNotSecure() {
        var config = RegistryConfig.of(URI.create(server.url().replace("http:", "https:")))
                .withRetries(1, Duration.ZERO);
        assertThatThrownBy(() -> new HttpSchemaRegistry(config).byId(SUBJECT, 7))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("schema.registry.url correct?");
    }

    @Test
    void shouldBlameNoIdForALongPage() {
        String page = "<html>" + "x".repeat(RegistryTransport.MAX_ANSWER_BYTES) + "</html>";
        server.answer(200, page).answer(200, page).answer(200, page);
        assertThatThrownBy(() -> client().byId(SUBJECT, 7)).isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @Test
    @Timeout(20)
    void shouldNotWaitForAnAnswerThatNeverEnds() {
        server.stall();
        var config = server.config().withRetries(1, Duration.ZERO).withTimeout(Duration.ofMillis(300));
        assertThatThrownBy(() -> new HttpSchemaRegistry(config).byId(SUBJECT, 7))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("300 ms");
    }

    @Test
    void shouldShortenWhatARegistrySays() {
        String endless = "{\"message\": \"" + "x".repeat(100_000) + "\"}";
        server.answer(422, endless).answer(422, endless).answer(422, endless);
        assertThatThrownBy(() -> client().byId(SUBJECT, 7))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    }

    @Test
    void shouldRefuseOtherKindsOfSchemas() {
        server.answer(200, "{\"schemaType\": \"PROTOBUF\", \"schema\": \"syntax = \\\"proto3\\\";\"}");
        var client = client();
        for (int i = 0; i < 3; i++) {
            refused(client, Reason.INVALID, "PROTOBUF");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldRefuseSchemasWithReferences() {
        server.answer(200, "{\"references\": [{\"name\": \"a.B\"}], \"schema\": \"\\\"string\\\"\"}");
        refused(client(), Reason.INVALID, "has references to other subjects");
    }

    @Test
    void shouldRefuseASchemaThatOnlyAnotherSubjectHas() {
        server.answer(200, STRING).answer(404, NOT_FOUND);
        var client = client();
        for (int i = 0; i < 3; i++) {
            refused(client, Reason.NOT_FOUND, "not registered under subject resumes-value");
        }
        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1)).satisfies(lookup -> {
            assertThat(lookup.line()).startsWith("POST /apis/ccompat/v7/subjects/resumes-value");
            assertThat(lookup.body()).isEqualTo(STRING.replace(": ", ":"));
        });
    }

    @Test
    void shouldAcceptSchemasOfSubjectsThatAreNamed() {
        server.answer(200, STRING).answer(404, NOT_FOUND).answer(200, FOUND);
        var client = new HttpSchemaRegistry(server.config().withSubjects(Set.of("io.rolestream.events.Resume")));
        assertThat(client.byId(SUBJECT, 7)).isNotNull();
        assertThat(server.requests().get(2).line()).contains("/subjects/io.rolestream.events.Resume");
    }

    @Test
    void shouldAcceptEverySchemaWhereAnySubjectWillDo() {
        server.answer(200, STRING);
        var client = new HttpSchemaRegistry(server.config().withSubjects(Set.of(RegistryConfig.ANY_SUBJECT)));
        assertThat(client.byId(SUBJECT, 7)).isNotNull();
    }

    private HttpSchemaRegistry client() {
        return new HttpSchemaRegistry(server.config());
    }

    private static void refused(HttpSchemaRegistry client, Reason reason, String message) {
        assertThatThrownBy(() -> client.byId(SUBJECT, 7))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}

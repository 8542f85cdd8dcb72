package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    @Test
    void shouldNotBlameAnIdForAPage() {
        server.answer(200, "<html>1</html>").answer(404, "").answer(200, "<html>3</html>");
        assertThatThrownBy(() -> client().byId(SUBJECT, 7))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("not JSON");
    }

    @Test
    void shouldNotFollowARedirectWithItsCredentials() throws IOException {
        try (var other = new ScriptedRegistry()) {
            String elsewhere = other.config().url() + "/schemas/ids/7";
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
        server.answer(422, "{\"message\": \"" + "x".repeat(100_000) + "\"}");
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

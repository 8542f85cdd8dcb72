package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.apache.avro.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryTest {
    private static final Schema SCHEMA = RoleCorrection.getClassSchema();
    private static final String NO_SUBJECT = "{\"error_code\": 40401, \"message\": \"Subject not found.\"}";

    private final ScriptedRegistry server = new ScriptedRegistry();

    HttpSchemaRegistryTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldRegisterThePortableSchemaUnderTheBasePath() {
        server.answer(200, "{\"id\": 7}");
        assertThat(client().register("team a/é-value", SCHEMA)).isEqualTo(7);
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("POST /apis/ccompat/v7/subjects/team%20a%2F%C3%A9-value/versions");
            assertThat(request.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
            assertThat(request.body()).contains("RoleCorrection").doesNotContain("avro.java");
        });
    }

    @Test
    void shouldAskOnceForTheSameSchemaAndTheSameId() {
        server.answer(200, "{\"id\": 7}")
                .answer(200, "{\"schema\": \"\\\"string\\\"\"}")
                .answer(200, "{\"id\": 8}");
        var client = client();
        for (int i = 0; i < 3; i++) {
            assertThat(client.register("a-value", SCHEMA)).isEqualTo(7);
            assertThat(client.byId("a-value", 8)).isEqualTo(Schema.create(Schema.Type.STRING));
        }
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void shouldOnlyLookUpWhereRegisteringIsOff() {
        server.answer(200, "{\"subject\": \"a-value\", \"version\": 1, \"id\": 5, \"schema\": \"...\"}");
        var client = new HttpSchemaRegistry(server.config().withAutoRegister(false));
        assertThat(client.register("a-value", SCHEMA)).isEqualTo(5);
        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.line()).isEqualTo("POST /apis/ccompat/v7/subjects/a-value"));
    }

    @Test
    void shouldSayWhatToDoAboutAMissingSchemaWhereRegisteringIsOff() {
        server.answer(404, NO_SUBJECT);
        var client = new HttpSchemaRegistry(server.config().withAutoRegister(false));
        assertThatThrownBy(() -> client.register("a-value", SCHEMA))
                .hasMessageContaining("Subject not found.")
                .hasMessageContaining("RoleCorrection")
                .hasMessageContaining("rolestream topics create")
                .hasMessageContaining("schema.auto.register=true");
    }

    @Test
    void shouldTryAgainAfterErrorsOfTheServer() {
        server.answer(503, "")
                .answer(500, "{\"message\": \"Leader not known.\"}")
                .answer(200, "{\"id\": 7}");
        assertThat(client().register("a-value", SCHEMA)).isEqualTo(7);
    }

    @Test
    void shouldGiveUpAfterTheLastAttempt() {
        server.answer(500, "")
                .answer(500, "")
                .answer(500, "{\"message\": \"Leader not known.\"}")
                .answer(200, "{}");
        assertThatThrownBy(() -> client().register("a-value", SCHEMA))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("3 attempts")
                .hasMessageContaining("Leader not known.");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void shouldSayWhereNobodyAnswers() {
        var config = server.config().withTimeout(Duration.ofMillis(500));
        server.close();
        assertThatThrownBy(() -> new HttpSchemaRegistry(config).byId("a-value", 1))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("GET /schemas/ids/1")
                .hasMessageContaining("/apis/ccompat/v7: ")
                .hasMessageContaining("is it running");
    }

    @Test
    void shouldNotAskAgainSoonForAnIdThatIsUnknown() {
        server.answer(404, "{\"error_code\": 40403, \"message\": \"Schema 9 not found\"}");
        var client = client();
        for (int i = 0; i < 3; i++) {
            fails(() -> client.byId("a-value", 9), Reason.NOT_FOUND, "Schema 9 not found");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldPassOnWhyASchemaIsIncompatible() {
        server.answer(409, "{\"error_code\": 409, \"message\": \"field role was removed\"}");
        fails(() -> client().register("a-value", SCHEMA), Reason.INCOMPATIBLE, "field role was removed");
    }

    @Test
    void shouldWaitWhereARefusedRegistrationIsNotTheRegistrys() {
        server.answer(409, "")
                .answer(422, "{\"message\": \"proxy\"}")
                .answer(403, "{}")
                .answer(200, "{\"id\": 7}");
        var client = client();
        fails(() -> client.register("a-value", SCHEMA), Reason.UNAVAILABLE, "refuses the credentials with 403");
        assertThat(client.register("a-value", SCHEMA)).isEqualTo(7);
    }

    @Test
    void shouldAskTheNextAddressWhereOneDoesNotAnswer() throws IOException {
        try (var closed = new ScriptedRegistry();
                var second = new ScriptedRegistry()) {
            closed.close();
            server.answer(503, "");
            second.answer(200, "{\"id\": 7}").answer(200, "{\"id\": 8}");
            String urls = "%s,%s, %s".formatted(closed.url(), server.url(), second.url());
            var client = new HttpSchemaRegistry(SchemaRegistries.config(urls, Map.of()));
            assertThat(client.register("a-value", SCHEMA)).isEqualTo(7);
            assertThat(client.register("b-value", SCHEMA)).isEqualTo(8);
            assertThat(server.requests())
                    .as("the second is asked first once it has answered")
                    .hasSize(1);
        }
    }

    @Test
    void shouldSendTheCredentialsInItsUrl() {
        server.answer(200, "{\"id\": 7}");
        String url = server.url().replace("://", "://ada:love%3Alace%40home@");
        new HttpSchemaRegistry(SchemaRegistries.config(url, Map.of())).register("a-value", SCHEMA);
        byte[] credentials = "ada:love:lace@home".getBytes(StandardCharsets.UTF_8);
        assertThat(server.requests().get(0).authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    @Test
    void shouldSendItsCredentials() {
        server.answer(200, "{\"id\": 7}");
        new HttpSchemaRegistry(server.config().withBearerToken("abc")).register("a-value", SCHEMA);
        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.authorization()).isEqualTo("Bearer abc"));
    }

    private HttpSchemaRegistry client() {
        return new HttpSchemaRegistry(server.config());
    }

    private static void fails(ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}

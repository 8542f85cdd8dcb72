package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.util.UUID;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas by GUID, also of registries that have none. */
class RegistryGuidTest {
    private static final UUID GUID = new UUID(1, 2);
    private static final String UNKNOWN = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";
    private static final String STRING = "{\"schema\": \"\\\"string\\\"\"}";
    private static final String FOUND =
            "{\"subject\": \"a-value\", \"version\": 1, \"id\": 7, \"schema\": \"\\\"string\\\"\"}";

    private ScriptedRegistry server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRegistry();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAskByGuidAndWhetherTheSubjectHasTheSchema() {
        server.answer(200, STRING).answer(200, FOUND);
        assertThat(client().byGuid("a-value", GUID)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(server.requests().get(0).line()).endsWith("/schemas/guids/" + GUID);
        assertThat(server.requests().get(1).line()).contains("/subjects/a-value");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void shouldRefuseAGuidWhereTheRegistryHasNone(int status) {
        unavailable(status).answer(404, UNKNOWN);
        unavailable(status);
        assertThatThrownBy(() -> client().byGuid("a-value", GUID))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessageContaining("has no GUIDs");
    }

    /** As gateways answer that only pass known paths on: they answer for ids alone. */
    @ParameterizedTest
    @CsvSource({"401,", "403,", "403, <html>Forbidden</html>", "429,", "500,", "302,", "200, <html>Welcome</html>"})
    void shouldNotBlameTheRecordForWhatAGatewaySays(int status, @Nullable String body) {
        String page = body == null ? "" : body;
        for (int i = 0; i < 3; i++) {
            server.answer(status, page);
        }
        server.answer(404, UNKNOWN);
        for (int i = 0; i < 3; i++) {
            server.answer(status, page);
        }
        assertThatThrownBy(() -> client().byGuid("a-value", GUID))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @Test
    void shouldNotBlameTheRecordWhileOneServerIsNotYetUpgraded() {
        server.answer(503, "").answer(404, "").answer(404, "").answer(404, UNKNOWN);
        unavailable(404);
        assertThatThrownBy(() -> client().byGuid("a-value", GUID))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @Test
    void shouldNotBlameTheRecordWhereTheSecondAnswerIsAnother() {
        unavailable(404).answer(404, UNKNOWN);
        unavailable(403);
        assertThatThrownBy(() -> client().byGuid("a-value", GUID))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @Test
    void shouldWaitForARegistryThatAnswersNothing() {
        unavailable(503);
        unavailable(503);
        assertThatThrownBy(() -> client().byGuid("a-value", GUID))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @Test
    void shouldFindTheSchemaWhereTheRegistryComesBackMeanwhile() {
        unavailable(404).answer(404, UNKNOWN).answer(200, STRING).answer(200, FOUND);
        assertThat(client().byGuid("a-value", GUID)).isEqualTo(Schema.create(Schema.Type.STRING));
    }

    /** As often as a client asks. */
    private ScriptedRegistry unavailable(int status) {
        return server.answer(status, "").answer(status, "").answer(status, "");
    }

    private HttpSchemaRegistry client() {
        return new HttpSchemaRegistry(server.config());
    }
}

package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.registry.HttpSchemaRegistry;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.PortableSchema;
import io.rolestream.schemas.registry.RegistryConfig;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema ONE =
            SchemaBuilder.record("T").fields().optionalString("a").endRecord();
    private static final Schema TWO = SchemaBuilder.record("T")
            .fields()
            .optionalString("a")
            .optionalLong("b")
            .endRecord();
    private static final Schema UNRELATED =
            SchemaBuilder.record("T").fields().requiredInt("a").endRecord();

    private final RegistryServer server = RegistryServer.start(new InMemorySchemaRegistry(), 0, "port");
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldServeOurOwnClient() {
        var client = new HttpSchemaRegistry(RegistryConfig.of(server.url()));
        int id = client.register("role-corrections-value", RoleCorrection.getClassSchema());
        assertThat(new HttpSchemaRegistry(RegistryConfig.of(server.url())).byId("role-corrections-value", id))
                .isEqualTo(PortableSchema.of(RoleCorrection.getClassSchema()));
        var lookup = new HttpSchemaRegistry(RegistryConfig.of(server.url()).withAutoRegister(false));
        assertThat(lookup.register("role-corrections-value", RoleCorrection.getClassSchema()))
                .isEqualTo(id);
        assertThatThrownBy(() -> lookup.register("other-value", RoleCorrection.getClassSchema()))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void shouldFindSchemasByGuid() throws Exception {
        register("resumes-value", ONE);
        register("other-value", TWO);
        String guid =
                get("/subjects/resumes-value/versions/1", 200).path("guid").asText();
        String other = get("/subjects/other-value/versions/1", 200).path("guid").asText();
        assertThat(get("/schemas/guids/" + guid, 200).path("id").asInt()).isEqualTo(1);
        code(get("/schemas/guids/" + new UUID(1, 2), 404), 40403);

        SchemaRegistry client = Cluster.of(Settings.of(
                        ConnectionConfig.define(new ConfigDef()),
                        Map.of(
                                ConnectionConfig.SCHEMA_REGISTRY_URL,
                                server.url().toString())))
                .registry();
        assertThat(client.byGuid("resumes-value", UUID.fromString(guid))).isEqualTo(ONE);
        for (UUID unknown : List.of(new UUID(1, 2), UUID.fromString(other))) {
            assertThatThrownBy(() -> client.byGuid("resumes-value", unknown))
                    .isInstanceOfSatisfying(
                            SchemaRegistryException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
        }
    }

    @Test
    void shouldLetSubjectsAndVersionsBeBrowsed() throws Exception {
        register("a-value", ONE);
        register("a-value", TWO);
        register("team/b-value", ONE);
        assertThat(get("/subjects", 200)).hasToString("[\"a-value\",\"team/b-value\"]");
        assertThat(get("/subjects/a-value/versions", 200)).hasToString("[1,2]");
        assertThat(get("/subjects/team%2Fb-value/versions/1", 200).path("id").asInt())
                .isEqualTo(1);
        JsonNode latest = get("/subjects/a-value/versions/latest", 200);
        assertThat(latest.path("subject").asText()).isEqualTo("a-value");
        assertThat(latest.path("version").asInt()).isEqualTo(2);
        assertThat(latest.path("id").asInt()).isEqualTo(2);
        assertThat(PortableSchema.parse(latest.path("schema").asText())).isEqualTo(TWO);
        assertThat(get("/config", 200).path("compatibilityLevel").asText()).isEqualTo("BACKWARD_TRANSITIVE");
        assertThat(get("/", 200)).isEmpty();
    }

    @Test
    void shouldAnswerWithConfluentsErrorCodes() throws Exception {
        register("a-value", ONE);
        code(get("/subjects/b-value/versions", 404), 40401);
        code(get("/subjects/a-value/versions/9", 404), 40402);
        code(get("/subjects/a-value/versions/first", 422), 42202);
        code(get("/schemas/ids/9", 404), 40403);
        code(get("/no/such/path", 404), 404);
        code(post("/subjects/a-value", body(TWO), 404), 40403);
        code(post("/subjects/b-value", body(ONE), 404), 40401);
        code(post("/subjects/a-value/versions", "{\"schema\": \"{\\\"type\\\": \\\"nonsense\\\"}\"}", 422), 42201);
        code(post("/subjects/a-value/versions", "{\"schema\": \"syntax\", \"schemaType\": \"PROTOBUF\"}", 422), 42201);
        code(post("/subjects/a-value/versions", "{", 400), 400);
        code(post("/subjects/a-value/versions", "", 422), 42201);
        code(post("/subjects/%20/versions", body(ONE), 422), 42201);
    }

    @Test
    void shouldRefuseASchemaThatCannotReadEarlierOnes() throws Exception {
        register("a-value", ONE);
        JsonNode refusal = post("/subjects/a-value/versions", body(UNRELATED), 409);
        code(refusal, 409);
        assertThat(refusal.path("message").asText()).contains("version 1").contains("/fields/0/type");
    }

    @Test
    void shouldRefuseHugeRequests() throws Exception {
        code(post("/subjects/a-value/versions", " ".repeat(RegistryHandler.MAX_BODY_BYTES + 1), 413), 413);
    }

    @Test
    void shouldTakeNothingFromWebPages() throws Exception {
        String subject = "/subjects/a-value/versions";
        String json = "Content-Type: application/json";
        for (String header : List.of(
                json + "\r\nOrigin: http://evil.example",
                json + "\r\nOrigin: null",
                json + "\r\nOrigin: http://localhost:8090",
                json + "\r\nSec-Fetch-Site: same-site")) {
            assertThat(raw("POST", subject, ownHost(), header)).as(header).contains(" 403 ", "error_code");
        }
        assertThat(raw("POST", subject, ownHost(), "Content-Type: text/plain")).contains(" 415 ");
        assertThat(raw("POST", subject, ownHost(), "X-None: 1")).contains(" 415 ");
        assertThat(raw("POST", subject, "evil.example", json)).contains(" 403 ");
        assertThat(raw("GET", "/subjects", "localhost.evil.example:80", "Accept: */*"))
                .contains(" 403 ");
        assertThat(get("/subjects", 200)).as("nothing was registered").isEmpty();
        for (String type : List.of(json + "; charset=utf-8", "content-type: Application/vnd.schemaregistry.v1+json")) {
            assertThat(raw("POST", subject, "localhost:1", type)).as(type).contains(" 200 ");
        }
    }

    private String ownHost() {
        return "127.0.0.1:" + server.url().getPort();
    }

    private String raw(String method, String path, String host, String header) throws IOException {
        String body = method.equals("GET") ? "" : body(ONE);
        try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
            socket.getOutputStream()
                    .write("%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(method, path, host, header, body.length(), body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void register(String subject, Schema schema) throws Exception {
        post("/subjects/" + subject.replace("/", "%2F") + "/versions", body(schema), 200);
    }

    private static String body(Schema schema) throws IOException {
        return JSON.writeValueAsString(Map.of("schema", schema.toString()));
    }

    private static void code(JsonNode answer, int code) {
        assertThat(answer.path("error_code").asInt()).as(answer.toString()).isEqualTo(code);
        assertThat(answer.path("message").asText()).isNotBlank();
    }

    private JsonNode get(String path, int status) throws Exception {
        return send("GET", path, BodyPublishers.noBody(), status);
    }

    private JsonNode post(String path, String body, int status) throws Exception {
        return send("POST", path, BodyPublishers.ofString(body), status);
    }

    private JsonNode send(String method, String path, BodyPublisher body, int status) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, body)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }
}

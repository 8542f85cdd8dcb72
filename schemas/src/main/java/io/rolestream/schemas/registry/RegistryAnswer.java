package io.rolestream.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What counts as a registry's answer to a question. Everything else may come from a proxy, a log-in page or a registry
 * with wrong credentials, so it says nothing about the schema or the record that named it, and is asked again.
 */
enum RegistryAnswer {
    /** To {@code GET /schemas/ids/ID}: the schema, or that the id is unknown. */
    SCHEMA(answer -> answer.path("schema").isTextual(), Set.of(40403)),
    /** To a look-up under a subject: the schema's id, or that the subject, version or schema is unknown. */
    LOOKUP(answer -> answer.path("id").isInt(), Set.of(40401, 40402, 40403)),
    /** To a registration: the new id, or why the schema is refused. */
    REGISTRATION(answer -> answer.path("id").isInt(), Set.of());

    private static final int MAX_MESSAGE_CHARS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Predicate<JsonNode> expected;
    private final Set<Integer> unknown;

    /** @param unknown the registry's own codes for what it does not have; a bare 404 may be anything's */
    RegistryAnswer(Predicate<JsonNode> expected, Set<Integer> unknown) {
        this.expected = expected;
        this.unknown = unknown;
    }

    /** An answer that is not a registry's to the question. */
    static final class NotARegistryException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        NotARegistryException(int status, String message) {
            super(message);
            this.status = status;
        }

        /** Whether the server has nothing at the question's path. */
        boolean hasNoSuchPath() {
            return status == 404 || status == 405;
        }
    }

    /**
     * Reads an answer.
     *
     * @throws SchemaRegistryException if the registry refuses
     * @throws NotARegistryException if this is no registry's answer to the question
     */
    JsonNode read(String what, RegistryAddress address, HttpResponse<byte[]> response) throws NotARegistryException {
        int status = response.statusCode();
        JsonNode body = parse(what, response.body());
        if (status / 100 == 2 && expected.test(body)) {
            return body;
        }
        Reason refusal = body.path("error_code").isInt()
                ? refusal(status, body.path("error_code").intValue())
                : null;
        if (refusal != null) {
            throw new SchemaRegistryException(
                    refusal,
                    "The schema registry at %s refused %s: %d %s".formatted(address, what, status, message(body)));
        }
        throw new NotARegistryException(status, problem(response, body));
    }

    private @Nullable Reason refusal(int status, int code) {
        if (status == 404 && unknown.contains(code)) {
            return Reason.NOT_FOUND;
        }
        if (this == REGISTRATION && status == 409) {
            return Reason.INCOMPATIBLE;
        }
        return this == REGISTRATION && status == 422 ? Reason.INVALID : null;
    }

    private String problem(HttpResponse<?> response, JsonNode body) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            return "it refuses the credentials with %d %s: set %s or %s, and check what they may do%s"
                    .formatted(
                            status,
                            message(body),
                            SchemaRegistries.BASIC_AUTH,
                            SchemaRegistries.BEARER_TOKEN,
                            this == REGISTRATION && status == 403
                                    ? "; if they may only read, set " + SchemaRegistries.AUTO_REGISTER + "=false"
                                    : "");
        }
        if (status / 100 == 3) {
            return "it redirects to %s, and credentials are not sent to another host or port: set %s to where it is"
                    .formatted(
                            shortened(response.headers().firstValue("Location").orElse("nowhere")),
                            SchemaRegistries.URL);
        }
        if (status == 429 || status >= 500) {
            return "it answered " + status + " " + message(body);
        }
        return "its answer %d %s is not %s: is %s correct?"
                .formatted(
                        status,
                        message(body),
                        body.isMissingNode() ? "JSON, so it is not a schema registry's" : "what a schema registry says",
                        SchemaRegistries.URL);
    }

    private static String message(JsonNode body) {
        return shortened(body.path("message").asText(""));
    }

    private static String shortened(String text) {
        return text.length() > MAX_MESSAGE_CHARS ? text.substring(0, MAX_MESSAGE_CHARS) + "..." : text;
    }

    private static JsonNode parse(String what, byte[] body) {
        if (body.length > RegistryTransport.MAX_ANSWER_BYTES) {
            return tooLong(what, body);
        }
        try {
            JsonNode parsed = JSON.readTree(body);
            return parsed == null ? MissingNode.getInstance() : parsed;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** A long page says nothing, but a schema that is too long does: whoever may register one must not stop readers. */
    private static JsonNode tooLong(String what, byte[] body) {
        String beginning = new String(body, 0, MAX_MESSAGE_CHARS, StandardCharsets.UTF_8).strip();
        if (beginning.startsWith("{") && beginning.contains("\"schema\"")) {
            throw new SchemaRegistryException(
                    Reason.INVALID,
                    "%s was answered with more than %d bytes".formatted(what, RegistryTransport.MAX_ANSWER_BYTES));
        }
        return MissingNode.getInstance();
    }
}

package io.rolestream.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.schemas.registry.Compatibility;
import io.rolestream.schemas.registry.LocalSchemaRegistry;
import io.rolestream.schemas.registry.PortableSchema;
import io.rolestream.schemas.registry.RegisteredSchema;
import io.rolestream.schemas.registry.SchemaRegistryException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Answers the requests of Confluent's clients for writing, decoding and browsing; paths are percent-encoded. */
final class RegistryRoutes {
    private final LocalSchemaRegistry registry;

    RegistryRoutes(LocalSchemaRegistry registry) {
        this.registry = registry;
    }

    Object get(String path) {
        List<String> parts = parts(path);
        if (parts.isEmpty()) {
            return Map.of();
        }
        String shape = shape(parts);
        return switch (shape) {
            case "subjects" -> registry.subjects();
            case "subjects/*/versions" ->
                versions(parts.get(1)).stream().map(RegisteredSchema::version).toList();
            case "subjects/*/versions/*" -> describe(version(parts.get(1), parts.get(3)));
            case "schemas/ids/*" -> Map.of("schema", byId(parts.get(2)).toString());
            case "schemas/guids/*" -> describe(byGuid(parts.get(2)));
            case "schemas/types" -> List.of("AVRO");
            case "config", "config/*" -> Map.of("compatibilityLevel", Compatibility.LEVEL);
            case "mode" -> Map.of("mode", "READWRITE");
            default -> throw unknown(path);
        };
    }

    Object post(String path, JsonNode body) {
        List<String> parts = parts(path);
        return switch (shape(parts)) {
            case "subjects/*/versions" -> register(parts.get(1), schema(body));
            case "subjects/*" -> lookup(parts.get(1), schema(body));
            default -> throw unknown(path);
        };
    }

    private Map<String, Object> register(String subject, Schema schema) {
        try {
            return describe(registry.registerVersion(subject, schema));
        } catch (SchemaRegistryException e) {
            throw new RegistryError(409, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Object> lookup(String subject, Schema schema) {
        versions(subject);
        return describe(registry.lookup(subject, schema)
                .orElseThrow(() -> new RegistryError(
                        40403,
                        "Schema %s is not registered under subject %s".formatted(schema.getFullName(), subject))));
    }

    private List<RegisteredSchema> versions(String subject) {
        List<RegisteredSchema> versions = registry.versions(subject);
        if (versions.isEmpty()) {
            throw new RegistryError(40401, "Subject '%s' not found.".formatted(subject));
        }
        return versions;
    }

    private RegisteredSchema version(String subject, String wanted) {
        List<RegisteredSchema> versions = versions(subject);
        if (wanted.equals("latest") || wanted.equals("-1")) {
            return versions.get(versions.size() - 1);
        }
        int number = number(wanted, 42202);
        if (number < 1 || number > versions.size()) {
            throw new RegistryError(40402, "Version %s of subject '%s' not found.".formatted(wanted, subject));
        }
        return versions.get(number - 1);
    }

    private Schema byId(String id) {
        try {
            return registry.byId(number(id, 40403));
        } catch (SchemaRegistryException e) {
            throw new RegistryError(40403, String.valueOf(e.getMessage()));
        }
    }

    private RegisteredSchema byGuid(String guid) {
        return registry.subjects().stream()
                .flatMap(subject -> registry.versions(subject).stream())
                .filter(entry -> entry.guid().toString().equals(guid))
                .findFirst()
                .orElseThrow(() -> new RegistryError(40403, "No schema with GUID %s in this registry".formatted(guid)));
    }

    private static int number(String text, int code) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new RegistryError(code, "'%s' is not a number".formatted(text));
        }
    }

    private static Schema schema(JsonNode body) {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO") || !body.path("references").isEmpty()) {
            throw new RegistryError(42201, "This registry accepts only Avro schemas without references");
        }
        try {
            return PortableSchema.parse(body.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new RegistryError(42201, "Invalid schema: " + e.getMessage());
        }
    }

    private static Map<String, Object> describe(RegisteredSchema entry) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("subject", entry.subject());
        answer.put("version", entry.version());
        answer.put("id", entry.id());
        answer.put("guid", entry.guid().toString());
        answer.put("schema", entry.schema().toString());
        return answer;
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    /** The path with a star for each variable segment. */
    private static String shape(List<String> parts) {
        var shape = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            boolean chosen = (i == 1 && !parts.get(0).equals("schemas"))
                    || (i == 2 && (parts.get(1).equals("ids") || parts.get(1).equals("guids")))
                    || i == 3;
            shape.append(i == 0 ? "" : "/").append(chosen ? "*" : parts.get(i));
        }
        return shape.toString();
    }

    private static RegistryError unknown(String path) {
        return new RegistryError(404, "This registry does not answer at " + path);
    }
}

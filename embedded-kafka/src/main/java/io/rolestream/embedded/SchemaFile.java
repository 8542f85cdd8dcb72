package io.rolestream.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.files.Replacement;
import io.rolestream.schemas.registry.PortableSchema;
import io.rolestream.schemas.registry.RegisteredSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.AvroRuntimeException;

/**
 * The registry's entries in one JSON file, replaced atomically: written beside it, forced to disk and renamed over it.
 * After a crash, either the old or the new state exists.
 */
final class SchemaFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;

    private record Entry(String subject, int version, int id, String schema) {}

    SchemaFile(Path path) {
        this.path = path;
    }

    /** The entries, a subject's versions in ascending order; none where there is no file. */
    List<RegisteredSchema> read() {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            return JSON.readValue(Files.readAllBytes(path), new TypeReference<List<Entry>>() {}).stream()
                    .map(entry -> new RegisteredSchema(
                            entry.subject(), entry.version(), entry.id(), PortableSchema.parse(entry.schema())))
                    .toList();
        } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
            throw new EmbeddedKafkaException(
                    ("The schemas in %s cannot be read (%s). Without them, existing records cannot be decoded: restore"
                                    + " the file, or start with an empty data directory")
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    void write(List<RegisteredSchema> entries) {
        var plain = entries.stream()
                .map(entry -> new Entry(
                        entry.subject(),
                        entry.version(),
                        entry.id(),
                        entry.schema().toString()))
                .toList();
        Path next = Replacement.beside(path);
        try {
            JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), plain);
            Replacement.sync(next);
            Replacement.move(next, path);
        } catch (IOException e) {
            Replacement.discard(next, e);
            throw new EmbeddedKafkaException("The schemas cannot be written to %s: %s".formatted(path, e), e);
        }
    }
}

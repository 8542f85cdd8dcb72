package io.rolestream.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.files.Replacement;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.PortableSchema;
import io.rolestream.schemas.registry.RegisteredSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;

/**
 * A persistent schema registry in this process. Its entries are in one JSON file, which is replaced atomically before a
 * change is answered, so every id keeps its meaning across restarts and crashes.
 */
public final class EmbeddedSchemaRegistry extends InMemorySchemaRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private record Entry(String subject, int version, int id, String schema) {}

    private EmbeddedSchemaRegistry(Path file) {
        super(read(file));
        this.file = file;
    }

    /**
     * Opens the registry in a file, which need not exist yet.
     *
     * @throws EmbeddedKafkaException if the file exists but cannot be read
     */
    public static EmbeddedSchemaRegistry open(Path file) {
        return new EmbeddedSchemaRegistry(file);
    }

    @Override
    protected void beforeAdd(List<RegisteredSchema> present, RegisteredSchema added) {
        List<Entry> entries = Stream.concat(present.stream(), Stream.of(added))
                .map(entry -> new Entry(
                        entry.subject(),
                        entry.version(),
                        entry.id(),
                        entry.schema().toString()))
                .toList();
        Path next = Replacement.beside(file);
        try {
            JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), entries);
            Replacement.sync(next);
            Replacement.move(next, file);
        } catch (IOException e) {
            Replacement.discard(next, e);
            throw new EmbeddedKafkaException("The schemas cannot be written to %s: %s".formatted(file, e), e);
        }
    }

    private static List<RegisteredSchema> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return JSON.readValue(file.toFile(), new TypeReference<List<Entry>>() {}).stream()
                    .map(entry -> new RegisteredSchema(
                            entry.subject(), entry.version(), entry.id(), PortableSchema.parse(entry.schema())))
                    .toList();
        } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
            throw new EmbeddedKafkaException(
                    ("The schemas in %s cannot be read (%s). Without them, existing records cannot be decoded: restore"
                                    + " the file, or start with an empty data directory")
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}

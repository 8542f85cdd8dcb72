package io.rolestream.embedded;

import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.RegisteredSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A persistent schema registry in this process: each change is on disk before it is answered, so that every id keeps
 * its meaning across restarts and crashes.
 */
public final class EmbeddedSchemaRegistry extends InMemorySchemaRegistry {
    private final SchemaFile file;

    private EmbeddedSchemaRegistry(SchemaFile file) {
        super(file.read());
        this.file = file;
    }

    /**
     * Opens the registry kept in a file, which need not exist yet.
     *
     * @throws EmbeddedKafkaException if the file is there but cannot be read
     */
    public static EmbeddedSchemaRegistry open(Path file) {
        return new EmbeddedSchemaRegistry(new SchemaFile(file));
    }

    @Override
    protected void beforeAdd(List<RegisteredSchema> present, RegisteredSchema added) {
        var all = new ArrayList<>(present);
        all.add(added);
        file.write(all);
    }
}

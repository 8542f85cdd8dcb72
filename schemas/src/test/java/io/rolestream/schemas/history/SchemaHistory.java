package io.rolestream.schemas.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.schemas.registry.PortableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Every released version of a record's schema: {@code <Record>/<n>.avsc}, n from 1, each readable alone. */
record SchemaHistory(Path root) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A record's versions, oldest first. */
    List<Schema> versions(String record) throws IOException {
        var versions = new ArrayList<Schema>();
        for (Path file = file(record, 1); Files.exists(file); file = file(record, versions.size() + 1)) {
            versions.add(PortableSchema.parse(Files.readString(file)));
        }
        return versions;
    }

    /** Adds the present schema as the newest version. */
    void add(Schema present) throws IOException {
        Path file = file(present.getName(), versions(present.getName()).size() + 1);
        Files.createDirectories(file.getParent());
        String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(present.toString()));
        Files.writeString(file, pretty + "\n");
    }

    private Path file(String record, int version) {
        return root.resolve(record).resolve(version + ".avsc");
    }
}

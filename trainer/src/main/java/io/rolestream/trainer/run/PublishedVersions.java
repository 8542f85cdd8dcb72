package io.rolestream.trainer.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The versions that this trainer stored, in a file of its data directory: what it may delete. Announcements do not
 * decide that, because others can write them.
 */
record PublishedVersions(Path dataDirectory) {
    private static final int MAX_BYTES = 16 << 20;
    private static final String VERSIONS = "versions";

    private Path file() {
        return dataDirectory.resolve("published.json");
    }

    Set<String> all() throws IOException {
        Set<String> versions = new LinkedHashSet<>();
        if (Files.exists(file())) {
            JsonFiles.read(file(), MAX_BYTES).path(VERSIONS).forEach(version -> versions.add(version.asText()));
        }
        return versions;
    }

    /** Called before the version is stored, so that a crash leaves none that is never deleted. */
    void add(String version) throws IOException {
        Set<String> versions = all();
        if (versions.add(version)) {
            write(versions);
        }
    }

    void remove(Collection<String> deleted) throws IOException {
        Set<String> versions = all();
        if (versions.removeAll(deleted)) {
            write(versions);
        }
    }

    private void write(Set<String> versions) throws IOException {
        ObjectNode json = JsonFiles.newObject();
        ArrayNode array = json.putArray(VERSIONS);
        versions.forEach(array::add);
        JsonFiles.replace(file(), json);
    }
}

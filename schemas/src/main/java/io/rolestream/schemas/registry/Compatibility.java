package io.rolestream.schemas.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** BACKWARD_TRANSITIVE: a new schema must be able to read records of all earlier ones. */
public final class Compatibility {
    public static final String LEVEL = "BACKWARD_TRANSITIVE";

    private Compatibility() {}

    /**
     * Finds incompatibilities between a reader's and a writer's schema.
     *
     * @return a sentence for each, with its place in the schema; empty if there is none
     */
    public static List<String> problems(Schema reader, Schema writer) {
        var pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (pair.getType() == SchemaCompatibilityType.COMPATIBLE) {
            return List.of();
        }
        return pair.getResult().getIncompatibilities().stream()
                .map(found -> "%s at %s: %s".formatted(found.getType(), found.getLocation(), found.getMessage()))
                .toList();
    }

    /**
     * Finds incompatibilities between a new schema and all earlier ones.
     *
     * @param earlier oldest first
     * @return a sentence for each, beginning with the earlier schema's number (from 1)
     */
    public static List<String> problemsWithAll(Schema reader, List<Schema> earlier) {
        var problems = new ArrayList<String>();
        for (int i = 0; i < earlier.size(); i++) {
            for (String problem : problems(reader, earlier.get(i))) {
                problems.add("version " + (i + 1) + ": " + problem);
            }
        }
        return problems;
    }
}

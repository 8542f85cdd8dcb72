package io.rolestream.schemas.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** BACKWARD_TRANSITIVE: a new schema must read what each earlier one wrote. */
public final class Compatibility {
    public static final String LEVEL = "BACKWARD_TRANSITIVE";

    private Compatibility() {}

    /**
     * What keeps a reader from reading a writer's data.
     *
     * @return one sentence for each obstacle, with its place in the schema; empty where there is none
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
     * What keeps a new schema from reading the data of all earlier ones.
     *
     * @param earlier oldest first
     * @return one sentence for each obstacle, beginning with the earlier schema's number (from 1)
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

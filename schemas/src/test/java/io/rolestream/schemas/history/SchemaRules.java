package io.rolestream.schemas.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** What every schema here keeps to: a doc for each record, enum and field, a default for each field and enum. */
final class SchemaRules {
    private SchemaRules() {}

    static List<String> problems(Schema schema) {
        var problems = new ArrayList<String>();
        visit(schema, new HashSet<>(), problems);
        return problems;
    }

    private static void visit(Schema schema, Set<String> seen, List<String> problems) {
        switch (schema.getType()) {
            case RECORD -> visitRecord(schema, seen, problems);
            case ENUM -> {
                require(schema.getDoc() != null, schema.getFullName() + " has no doc", problems);
                require(schema.getEnumDefault() != null, schema.getFullName() + " has no default", problems);
            }
            case ARRAY -> visit(schema.getElementType(), seen, problems);
            case MAP -> visit(schema.getValueType(), seen, problems);
            case UNION -> schema.getTypes().forEach(branch -> visit(branch, seen, problems));
            default -> {}
        }
    }

    private static void visitRecord(Schema schema, Set<String> seen, List<String> problems) {
        if (!seen.add(schema.getFullName())) {
            return;
        }
        require(schema.getDoc() != null, schema.getFullName() + " has no doc", problems);
        for (Schema.Field field : schema.getFields()) {
            String name = schema.getFullName() + "." + field.name();
            require(field.doc() != null, name + " has no doc", problems);
            require(field.hasDefaultValue(), name + " has no default", problems);
            visit(field.schema(), seen, problems);
        }
    }

    private static void require(boolean kept, String problem, List<String> problems) {
        if (!kept) {
            problems.add(problem);
        }
    }
}

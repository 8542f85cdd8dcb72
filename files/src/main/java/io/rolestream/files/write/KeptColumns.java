package io.rolestream.files.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input's columns that stand beside a label's fields in the output, with their names there. A column whose name a
 * label's field has too gets {@code input_} before it. The input's {@code resumeId} is left out, as the label has it.
 */
public final class KeptColumns {
    private static final String PREFIX = "input_";

    /** The names of fields in JSON and of columns in CSV. */
    private static final Set<String> TAKEN = Set.of(
            "resumeId",
            "row",
            "role",
            "confidence",
            "decidedBy",
            "degraded",
            "rule",
            "model",
            "error",
            "ruleRole",
            "ruleKeywords",
            "modelRole",
            "modelConfidence",
            "modelVersion");

    /** Keeps nothing. */
    public static final KeptColumns NONE = new KeptColumns(List.of(), true);

    private final List<String> inputNames = new ArrayList<>();
    private final List<String> outputNames = new ArrayList<>();
    private final boolean ownIds;

    /**
     * Keeps all columns.
     *
     * @param names of the input's columns; JSON may have more, which a table of columns cannot take
     * @param ownIds whether the resumes' ids come from {@code resumeId}, if there is such a column
     */
    public static KeptColumns of(List<String> names, boolean ownIds) {
        return new KeptColumns(names, ownIds);
    }

    private KeptColumns(List<String> names, boolean ownIds) {
        this.ownIds = ownIds;
        Set<String> all = new HashSet<>(names);
        for (String name : names) {
            String output = outputName(name, all);
            if (output != null) {
                inputNames.add(name);
                outputNames.add(output);
            }
        }
    }

    /** The columns of a table. */
    List<String> inputNames() {
        return inputNames;
    }

    /** The names of these in the output. */
    List<String> outputNames() {
        return outputNames;
    }

    /**
     * A column's name in the output; null if it is left out.
     *
     * @param all names of the row or table
     */
    @Nullable
    String outputName(String name, Set<String> all) {
        if (ownIds && name.equals("resumeId")) {
            return null;
        }
        String output = name;
        while (TAKEN.contains(output) || (!output.equals(name) && all.contains(output))) {
            output = PREFIX + output;
        }
        return output;
    }
}

package io.rolestream.files.columns;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All columns of one row as they stand in the input, in its order, for outputs that keep them. Cells of a table are
 * texts; JSON and Parquet have numbers, lists and others too.
 */
public record InputColumns(Map<String, JsonNode> values) {
    public static final InputColumns NONE = new InputColumns(Map.of());

    public InputColumns {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}

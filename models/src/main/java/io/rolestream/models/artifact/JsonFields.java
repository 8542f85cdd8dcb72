package io.rolestream.models.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object of a model version. A field of the wrong type is refused with {@link Refusal#FORMAT}; the
 * message names the file and the field.
 *
 * @param where the file, and the place in it
 */
record JsonFields(String where, ObjectNode object) {
    @FunctionalInterface
    private interface Reader<T> {
        T read(JsonFields from, String key) throws ModelRefusedException;
    }

    String text(String key) throws ModelRefusedException {
        JsonNode value = required(key);
        if (!value.isTextual()) {
            throw problem(key, "is not a string");
        }
        return value.textValue();
    }

    String text(String key, String otherwise) throws ModelRefusedException {
        return find(key) == null ? otherwise : text(key);
    }

    @Nullable
    String optionalText(String key) throws ModelRefusedException {
        return find(key) == null ? null : text(key);
    }

    long integer(String key) throws ModelRefusedException {
        JsonNode value = required(key);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw problem(key, "is not a whole number");
        }
        return value.longValue();
    }

    long integer(String key, long otherwise) throws ModelRefusedException {
        return find(key) == null ? otherwise : integer(key);
    }

    double decimal(String key) throws ModelRefusedException {
        return decimal(key, required(key));
    }

    double decimal(String key, double otherwise) throws ModelRefusedException {
        return find(key) == null ? otherwise : decimal(key);
    }

    private double decimal(String key, JsonNode value) throws ModelRefusedException {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw problem(key, "is not a number");
        }
        return value.doubleValue();
    }

    Map<String, Long> integers(String key) throws ModelRefusedException {
        return map(key, JsonFields::integer);
    }

    Map<String, Double> decimals(String key) throws ModelRefusedException {
        return map(key, JsonFields::decimal);
    }

    private <T> Map<String, T> map(String key, Reader<T> reader) throws ModelRefusedException {
        Map<String, T> result = new LinkedHashMap<>();
        JsonFields inside = inside(key);
        for (Map.Entry<String, JsonNode> entry : inside.object.properties()) {
            result.put(entry.getKey(), reader.read(inside, entry.getKey()));
        }
        return result;
    }

    List<Float> floats(String key) throws ModelRefusedException {
        List<Float> result = new ArrayList<>();
        for (JsonNode element : array(key)) {
            float value = (float) decimal(key, element);
            if (!Float.isFinite(value)) {
                throw problem(key, "has a number that is too large");
            }
            result.add(value);
        }
        return result;
    }

    /** The strings of a key; none if it is missing. */
    List<String> texts(String key) throws ModelRefusedException {
        List<String> result = new ArrayList<>();
        if (find(key) != null) {
            for (JsonNode element : array(key)) {
                if (!element.isTextual()) {
                    throw problem(key, "has an element that is not a string");
                }
                result.add(element.textValue());
            }
        }
        return result;
    }

    /** The object of a key, or an empty one. */
    JsonFields inside(String key) throws ModelRefusedException {
        JsonNode value = find(key);
        if (value == null) {
            return new JsonFields(where + ": " + key, object.objectNode());
        }
        if (!(value instanceof ObjectNode found)) {
            throw problem(key, "is not an object");
        }
        return new JsonFields(where + ": " + key, found);
    }

    List<JsonFields> objects(String key) throws ModelRefusedException {
        List<JsonFields> result = new ArrayList<>();
        for (JsonNode element : array(key)) {
            String place = where + ": " + key + "[" + result.size() + "]";
            if (!(element instanceof ObjectNode found)) {
                throw new ModelRefusedException(Refusal.FORMAT, place + " is not an object");
            }
            result.add(new JsonFields(place, found));
        }
        return result;
    }

    private ArrayNode array(String key) throws ModelRefusedException {
        if (!(required(key) instanceof ArrayNode array)) {
            throw problem(key, "is not a list");
        }
        return array;
    }

    private JsonNode required(String key) throws ModelRefusedException {
        JsonNode value = find(key);
        if (value == null) {
            throw problem(key, "is missing");
        }
        return value;
    }

    private @Nullable JsonNode find(String key) {
        JsonNode value = object.get(key);
        return value == null || value.isNull() ? null : value;
    }

    ModelRefusedException problem(String key, String what) {
        return new ModelRefusedException(Refusal.FORMAT, where + ": \"" + key + "\" " + what);
    }
}

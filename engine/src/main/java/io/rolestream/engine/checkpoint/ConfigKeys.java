package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.text.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the keys of a {@code config.json}; a null value counts as missing. If a value is invalid, every
 * method throws an {@link IllegalArgumentException} whose message begins with the key.
 */
public final class ConfigKeys {
    private static final String PADDING = "pad_token_id";
    private static final int MAX_VOCABULARY = 10_000_000;
    private static final int MAX_WIDTH = 1 << 16;
    private static final int MAX_INTERMEDIATE = 1 << 18;
    private static final int MAX_LAYERS = 1000;
    private static final int MAX_POSITIONS = 10_000_000;

    private final ObjectNode root;

    ConfigKeys(ObjectNode root) {
        this.root = root;
    }

    public boolean has(String key) {
        return get(key) != null;
    }

    /** Whether a key is present and null. */
    public boolean isNull(String key) {
        return root.get(key) instanceof NullNode;
    }

    public boolean isList(String key) {
        return root.path(key).isArray();
    }

    @Nullable
    JsonNode get(String key) {
        JsonNode node = root.get(key);
        return node instanceof NullNode ? null : node;
    }

    /** The keys of a nested object; none if it is missing. */
    public ConfigKeys inside(String key) {
        return new ConfigKeys(get(key) instanceof ObjectNode object ? object : root.objectNode());
    }

    public int vocabSize(String key) {
        return integer(key, 1, MAX_VOCABULARY);
    }

    public int layers(String key) {
        return integer(key, 1, MAX_LAYERS);
    }

    public int width(String key) {
        return integer(key, 1, MAX_WIDTH);
    }

    /** The number of attention heads; the width must be a multiple of it. */
    public int heads(String key, String widthKey) {
        int width = width(widthKey);
        int heads = integer(key, 1, width);
        if (width % heads != 0) {
            throw new IllegalArgumentException(widthKey + " " + width + " is not a multiple of " + key + " " + heads);
        }
        return heads;
    }

    public int intermediateSize(String key) {
        return integer(key, 1, MAX_INTERMEDIATE);
    }

    public int positions(String key, int least) {
        return integer(key, least, MAX_POSITIONS);
    }

    /** GELU by default. */
    public Activation activation(String key) {
        String name = text(key);
        Activation activation = name == null ? Activation.GELU : Activation.of(name);
        if (activation == null) {
            throw new IllegalArgumentException(key + " " + Quoted.of(String.valueOf(name))
                    + " is not supported; known are " + String.join(", ", Activation.keys()));
        }
        return activation;
    }

    public int token(String key, int fallback, int vocabSize) {
        int id = has(key) ? integer(key) : fallback;
        if (id < 0 || id >= vocabSize) {
            throw new IllegalArgumentException(
                    key + " must be a token of the vocabulary, from 0 to " + (vocabSize - 1) + ", not " + id);
        }
        return id;
    }

    /** The token for padding where its id has no effect on results: the first if the file's is no token. */
    public int unusedPadding(int fallback, int vocabSize) {
        JsonNode node = get(PADDING);
        int id = node == null ? fallback : node.isIntegralNumber() && node.canConvertToInt() ? node.intValue() : 0;
        return id >= 0 && id < vocabSize ? id : 0;
    }

    /** A number from 0 inclusive to 1 exclusive. */
    public double share(String key, double fallback) {
        double value = decimal(key, fallback);
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(key + " must be from 0 up to but not 1, not " + value);
        }
        return value;
    }

    /** A number between 0 and 1, both exclusive, such as what norms add to a variance. */
    public double eps(String key, double fallback) {
        double value = decimal(key, fallback);
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, not " + value);
        }
        return value;
    }

    /** A required whole number. */
    public int integer(String key, int least, int most) {
        if (!has(key)) {
            throw new IllegalArgumentException(key + " is missing");
        }
        int value = integer(key);
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be from " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    private int integer(String key) {
        JsonNode node = get(key);
        if (node == null || !node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new IllegalArgumentException(key + " must be a whole number, not " + written(node));
        }
        return node.intValue();
    }

    public double decimal(String key, double fallback) {
        JsonNode node = get(key);
        if (node != null && !node.isNumber()) {
            throw new IllegalArgumentException(key + " must be a number, not " + written(node));
        }
        return node == null ? fallback : node.doubleValue();
    }

    public boolean flag(String key, boolean fallback) {
        JsonNode node = get(key);
        if (node != null && !node.isBoolean()) {
            throw new IllegalArgumentException(key + " must be true or false, not " + written(node));
        }
        return node == null ? fallback : node.booleanValue();
    }

    /** Refuses flags that are true. */
    public void refuse(String... flags) {
        for (String key : flags) {
            if (flag(key, false)) {
                throw new IllegalArgumentException(key + " true is not supported");
            }
        }
    }

    public @Nullable String text(String key) {
        JsonNode node = get(key);
        if (node != null && !node.isTextual()) {
            throw new IllegalArgumentException(key + " must be a text, not " + written(node));
        }
        return node == null ? null : node.textValue();
    }

    /** One of the known texts, of which the first is the default. */
    public String oneOf(String key, String... known) {
        String value = text(key);
        if (value == null) {
            return known[0];
        }
        if (!List.of(known).contains(value)) {
            throw new IllegalArgumentException(
                    key + " " + Quoted.of(value) + " is not supported; known is " + String.join(", ", known));
        }
        return value;
    }

    /** An array of texts; empty if the key is missing. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        JsonNode node = get(key);
        if (node != null && !node.isArray()) {
            throw new IllegalArgumentException(key + " must be an array of texts, not " + written(node));
        }
        for (JsonNode text : node == null ? root.arrayNode() : node) {
            if (!text.isTextual()) {
                throw new IllegalArgumentException(key + " must hold texts, not " + written(text));
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    /** An array of texts, or a text with bars between them; empty if the key is missing. */
    public List<String> barredTexts(String key) {
        JsonNode node = get(key);
        return node != null && node.isTextual()
                ? Arrays.stream(node.textValue().split("\\|"))
                        .map(String::strip)
                        .toList()
                : texts(key);
    }

    private static String written(@Nullable JsonNode node) {
        return Quoted.of(String.valueOf(node));
    }
}

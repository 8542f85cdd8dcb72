package io.rolestream.labellers.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a checkpoint labels: {@value #NAME} in the checkpoint's directory, or any JSON file whose {@code checkpoint}
 * names the directory, relative to the file. Without one everything is as usual. Whoever reads it asks for each key it
 * knows, then calls {@link #refuseOthers}.
 */
public final class LabellerFile {
    public static final String NAME = "labeller.json";

    private static final String CHECKPOINT = "checkpoint";
    private static final String BIASES = "biases";
    private static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final Path checkpoint;
    private final ObjectNode root;
    private final TreeSet<String> known = new TreeSet<>(List.of(CHECKPOINT));

    private LabellerFile(Path file, Path checkpoint, ObjectNode root) {
        this.file = file;
        this.checkpoint = checkpoint;
        this.root = root;
    }

    /**
     * Reads it.
     *
     * @param where the checkpoint's directory, or a JSON file
     * @throws FileException if it is missing or malformed, or does not name a checkpoint where it has to
     */
    public static LabellerFile read(Path where) throws FileException {
        if (!Files.exists(where)) {
            throw new FileException(where, "no such file or directory");
        }
        if (Files.isDirectory(where)) {
            Path file = where.resolve(NAME);
            boolean exists = Files.exists(file);
            return new LabellerFile(file, where, exists ? JsonFiles.read(file, MAX_BYTES) : JsonFiles.newObject());
        }
        ObjectNode root = JsonFiles.read(where, MAX_BYTES);
        if (!root.path(CHECKPOINT).isTextual()) {
            throw new FileException(where, "names no \"" + CHECKPOINT + "\", the directory of the model");
        }
        return new LabellerFile(
                where, where.resolveSibling(root.path(CHECKPOINT).textValue()), root);
    }

    /** The directory of the model. */
    public Path checkpoint() {
        return checkpoint;
    }

    public String text(String key, String fallback) throws FileException {
        JsonNode node = get(key);
        if (node != null && !node.isTextual()) {
            throw invalid(key, "a text", node);
        }
        return node == null ? fallback : node.textValue();
    }

    /** One of several texts. */
    public @Nullable String oneOf(String key, @Nullable String fallback, String... values) throws FileException {
        if (get(key) == null) {
            return fallback;
        }
        String value = text(key, "");
        if (!List.of(values).contains(value)) {
            throw new FileException(
                    file,
                    key + " must be " + String.join(" or ", values) + ", not " + Quoted.of(value)
                            + Nearest.hint(value, Arrays.asList(values)));
        }
        return value;
    }

    public boolean flag(String key, boolean fallback) throws FileException {
        JsonNode node = get(key);
        if (node != null && !node.isBoolean()) {
            throw invalid(key, "true or false", node);
        }
        return node == null ? fallback : node.booleanValue();
    }

    /** A number above 0. */
    public double positive(String key, double fallback) throws FileException {
        JsonNode node = get(key);
        if (node == null) {
            return fallback;
        }
        double value = node.doubleValue();
        if (!node.isNumber() || !(value > 0) || Double.isInfinite(value)) {
            throw invalid(key, "a number above 0", node);
        }
        return value;
    }

    /** A whole number; the fallback is taken as it is. */
    public int count(String key, int fallback, int least, int most) throws FileException {
        JsonNode node = get(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            throw invalid(key, "a whole number from " + least + " to " + most, node);
        }
        return node.intValue();
    }

    /** What is added to each role's score, {@code [roles]}; zeros if the file says nothing. */
    public float[] biases(Taxonomy taxonomy) throws FileException {
        float[] biases = new float[taxonomy.size()];
        JsonNode node = get(BIASES);
        if (node == null) {
            return biases;
        }
        for (int i = 0; i < biases.length; i++) {
            String role = taxonomy.role(i).name();
            JsonNode bias = node.path(role);
            biases[i] = bias.floatValue();
            if (!bias.isNumber() || !Float.isFinite(biases[i])) {
                throw new FileException(
                        file,
                        BIASES + " must have a number for each role, and has none for " + Quoted.of(role)
                                + "; match the priors again");
            }
        }
        if (node.size() != biases.length) {
            throw new FileException(file, BIASES + " has roles that the taxonomy lacks; match the priors again");
        }
        return biases;
    }

    /** Replaces the biases, and writes the file. */
    public void saveBiases(Taxonomy taxonomy, float[] biases) throws IOException {
        ObjectNode node = root.putObject(BIASES);
        for (int i = 0; i < biases.length; i++) {
            node.put(taxonomy.role(i).name(), biases[i]);
        }
        JsonFiles.replace(file, root);
    }

    /** @throws FileException if the file has a key that nothing asked for */
    public void refuseOthers() throws FileException {
        for (Iterator<String> keys = root.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                throw new FileException(
                        file,
                        "unknown key " + Quoted.of(key) + Nearest.hint(key, known) + "; known are "
                                + String.join(", ", known));
            }
        }
    }

    private @Nullable JsonNode get(String key) {
        known.add(key);
        JsonNode node = root.get(key);
        return node == null || node.isNull() ? null : node;
    }

    private FileException invalid(String key, String expected, JsonNode node) {
        return new FileException(file, key + " must be " + expected + ", not " + Quoted.of(node.toString()));
    }

    /** All of it but where the checkpoint is. */
    @Override
    public String toString() {
        ObjectNode settings = root.deepCopy();
        settings.remove(CHECKPOINT);
        return settings.toString();
    }
}

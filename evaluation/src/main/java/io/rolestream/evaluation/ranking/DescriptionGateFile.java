package io.rolestream.evaluation.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The verdict of the {@link DescriptionGate} in a generator's directory, which goes wherever the generator goes:
 * {@value #FILE} beside its model card.
 */
public final class DescriptionGateFile {
    public static final String FILE = "description_gate.json";

    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 1 << 20;

    private DescriptionGateFile() {}

    /**
     * Writes it, over an earlier one.
     *
     * @param generator the version that wrote the descriptions
     * @param source the data it was judged on, in words
     * @param models that ranked: the matcher and its models, in words
     */
    public static void write(Path directory, DescriptionGate gate, String generator, String source, String models)
            throws IOException {
        ObjectNode json = JsonFiles.newObject();
        json.put("format", FORMAT)
                .put("verdict", gate.kind().key())
                .put("generator", generator)
                .put("source", source)
                .put("models", models)
                .put("system", gate.system())
                .put("rival", gate.rival());
        gate.reasons().forEach(json.putArray("reasons")::add);
        ArrayNode measured = json.putArray("measured");
        for (DescriptionGate.Measured one : gate.measured()) {
            ObjectNode node = measured.addObject().put("queries", one.name()).put("count", one.queries());
            add(node, "with", one.with());
            add(node, "without", one.without());
            add(node, "difference", one.difference());
        }
        JsonFiles.replace(directory.resolve(FILE), json);
    }

    private static void add(ObjectNode node, String name, Estimate estimate) {
        node.putObject(name)
                .put("value", estimate.value())
                .put("lower", estimate.lower())
                .put("upper", estimate.upper());
    }

    /**
     * The verdict in a generator's directory; {@link StatedVerdict#NONE} if there is none.
     *
     * @throws FileException if the file is malformed or cannot be read
     */
    public static StatedVerdict read(Path directory) throws FileException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return StatedVerdict.NONE;
        }
        ObjectNode json = readJson(file);
        String key = json.path("verdict").asText();
        VerdictKind kind = Arrays.stream(VerdictKind.values())
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new FileException(file, "has no known verdict; judge the generator again", null));
        List<String> reasons = new ArrayList<>();
        for (JsonNode reason : json.path("reasons")) {
            reasons.add(reason.asText());
        }
        return new StatedVerdict(kind, reasons);
    }

    /**
     * The version of the generator that was judged; empty if there is no verdict.
     *
     * @throws FileException if the file is malformed or cannot be read
     */
    public static String judged(Path directory) throws FileException {
        Path file = directory.resolve(FILE);
        return Files.exists(file) ? readJson(file).path("generator").asText() : "";
    }

    private static ObjectNode readJson(Path file) throws FileException {
        ObjectNode json = JsonFiles.read(file, MAX_BYTES);
        if (json.path("format").asInt() != FORMAT) {
            throw new FileException(file, "is not of format " + FORMAT + "; judge the generator again", null);
        }
        return json;
    }
}

package io.rolestream.engine.precision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A calibration in a file, with the facts that it depends on. */
public final class CalibrationFile {
    private static final Logger LOG = LoggerFactory.getLogger(CalibrationFile.class);
    private static final int MAX_BYTES = 1 << 16;
    private static final int NAME_DIGITS = 32;

    private final Path path;
    private final ObjectNode facts;

    private CalibrationFile(Path path, ObjectNode facts) {
        this.path = path;
        this.facts = facts;
    }

    static CalibrationFile in(Path directory, SortedMap<String, String> facts) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        facts.forEach(object::put);
        String name = CalibrationFacts.digest(facts).substring(0, NAME_DIGITS);
        return new CalibrationFile(directory.resolve("calibration-" + name + ".json"), object);
    }

    /** The stored calibration, or null if there is none or it is invalid. */
    @Nullable
    Calibration recall(Fp32Agreement measure) {
        if (!Files.exists(path)) {
            return null;
        }
        try {
            ObjectNode object = JsonFiles.read(path, MAX_BYTES);
            if (!facts.equals(object.get("facts"))) {
                throw new IOException("is of another model or machine");
            }
            return calibration(object, measure);
        } catch (IOException e) {
            LOG.warn("ignoring {}, calibrating the model again: {}", path, e.toString());
            return null;
        }
    }

    private static Calibration calibration(ObjectNode object, Fp32Agreement measure) throws IOException {
        List<Calibration.Candidate> candidates = new ArrayList<>();
        for (JsonNode candidate : object.path("candidates")) {
            candidates.add(candidate(candidate));
        }
        String chosen = object.path("chosen").asText();
        if (candidates.stream().noneMatch(one -> one.name().equals(chosen) && one.accepted())) {
            throw new IOException("the chosen candidate is not among the accepted ones");
        }
        return new Calibration(chosen, candidates, measure, true);
    }

    private static Calibration.Candidate candidate(JsonNode node) throws IOException {
        JsonNode name = node.path("name");
        JsonNode rate = node.path("tokensPerSecond");
        if (!name.isTextual() || !rate.isNumber()) {
            throw new IOException("a candidate has no name or no tokensPerSecond");
        }
        return new Calibration.Candidate(
                name.textValue(),
                precision(node.path("precision").asText()),
                rate.doubleValue(),
                node.path("agreement").asDouble(Double.NaN),
                node.path("failure").textValue());
    }

    private static Precision precision(String key) throws IOException {
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IOException("no such precision: " + key));
    }

    /** Stores a calibration, or logs that it cannot. */
    void keep(Calibration calibration) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("facts", facts);
        object.put("chosen", calibration.chosen());
        ArrayNode candidates = object.putArray("candidates");
        for (Calibration.Candidate candidate : calibration.candidates()) {
            ObjectNode node = candidates.addObject();
            node.put("name", candidate.name());
            node.put("precision", candidate.precision().key());
            node.put("tokensPerSecond", Math.round(candidate.tokensPerSecond()));
            if (!Double.isNaN(candidate.agreement())) {
                node.put("agreement", candidate.agreement());
            }
            if (candidate.failure() != null) {
                node.put("failure", candidate.failure());
            }
        }
        try {
            JsonFiles.replace(path, object);
        } catch (IOException e) {
            LOG.warn("cannot save the calibration in {}: {}", path, e.toString());
        }
    }
}

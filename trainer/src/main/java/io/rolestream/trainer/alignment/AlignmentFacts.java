package io.rolestream.trainer.alignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must be the same where a run of several rounds is resumed, in a file beside its rounds. Within a round, the
 * state of its training says it.
 */
final class AlignmentFacts {
    private static final int MAX_BYTES = 1 << 20;

    private AlignmentFacts() {}

    /**
     * Writes the facts of a run that begins, or checks those of one that continues.
     *
     * @throws TrainingException if it continues with others; the message names the first that differs
     */
    static void keep(Path file, AlignmentSettings settings, AlignmentModels models) throws IOException {
        Map<String, String> facts = of(settings, models);
        if (!Files.exists(file)) {
            ObjectNode written = JsonFiles.newObject();
            facts.forEach(written::put);
            JsonFiles.replace(file, written);
            return;
        }
        ObjectNode before = JsonFiles.read(file, MAX_BYTES);
        facts.forEach((name, value) -> {
            String then = before.path(name).asText();
            if (!then.equals(value)) {
                throw new TrainingException(file + " is of another training: its " + name + " was " + then
                        + ", and now it is " + value + "; resume with the same settings, or start again with another"
                        + " --out");
            }
        });
    }

    private static Map<String, String> of(AlignmentSettings settings, AlignmentModels models) throws IOException {
        TrainingOptions training = settings.training();
        Map<String, String> facts = new LinkedHashMap<>(new TreeMap<>(models.fingerprints()));
        facts.put("generator (--generator)", models.generator().checksum());
        facts.put("method", settings.method().key());
        facts.put("parameters", settings.parameters());
        facts.put("samples", Integer.toString(settings.samples()));
        facts.put("beta", Double.toString(settings.beta()));
        facts.put("target of the KL divergence", String.valueOf(settings.klTarget()));
        facts.put("drawing of answers", settings.sampling().toString());
        facts.put("schedule", training.schedule().toString());
        facts.put("batch size", Integer.toString(training.batching().batchSize()));
        facts.put("seed", Long.toString(training.seed()));
        return facts;
    }
}

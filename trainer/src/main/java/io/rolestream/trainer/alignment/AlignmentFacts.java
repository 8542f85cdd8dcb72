package io.rolestream.trainer.alignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must be the same where a run of several rounds, or a comparison of methods, is resumed: its resumes, models and
 * settings, in a file beside what is finished. The state of a training has the same for the round it is in.
 */
final class AlignmentFacts {
    private static final int MAX_BYTES = 1 << 20;

    private AlignmentFacts() {}

    /**
     * Writes the facts of a run that begins, or checks those of one that continues.
     *
     * @param methods how each is trained, with the same models and resumes; a single one for a run
     * @throws TrainingException if it continues with others; the message names the first that differs
     */
    static void keep(Path file, List<AlignmentSettings> methods, AlignmentModels models) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>(new TreeMap<>(models.fingerprints()));
        facts.put("generator (--generator)", models.generator().checksum());
        facts.putAll(models.prompts().fingerprints());
        for (AlignmentSettings method : methods) {
            String whose = methods.size() == 1 ? "" : method.method().key() + "'s ";
            of(method).forEach((name, value) -> facts.put(whose + name, value));
        }
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

    private static Map<String, String> of(AlignmentSettings settings) {
        TrainingOptions training = settings.training();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("method", settings.method().key());
        facts.put("parameters", settings.parameters());
        facts.put("samples", Integer.toString(settings.samples()));
        facts.put("beta", Double.toString(settings.beta()));
        facts.put("target of the KL divergence", String.valueOf(settings.klTarget()));
        facts.put("drawing of answers", settings.sampling().toString());
        facts.put("schedule", training.schedule().toString());
        facts.put("batch size", Integer.toString(training.batching().batchSize()));
        facts.put("seed", Long.toString(training.seed()));
        facts.put("precision", settings.precision().key());
        facts.put("rounds", Integer.toString(settings.rounds()));
        facts.put(
                "evaluations per epoch", Integer.toString(settings.evaluation().perEpoch()));
        facts.put("patience", Integer.toString(settings.evaluation().patience()));
        facts.put("type of the saved weights", settings.dtype().toString());
        return facts;
    }
}

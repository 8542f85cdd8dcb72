package io.rolestream.engine.training;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training between two steps, as a safetensors file: the parameters, the optimizer's means and squares, and the best
 * parameters if kept, all in float32; in its metadata the number of steps done (which is also each parameter's count of
 * steps), the precision, the {@link RunFacts}, and notes. A file is replaced as a whole or not at all.
 */
final class StateFile {
    private static final String FORMAT_KEY = "rolestream-training";
    private static final String FORMAT = "1";
    private static final String STEP = "step";
    private static final String PRECISION = "precision";
    private static final String NOTE = "note: ";
    private static final String PARAMETERS = "parameters.";
    private static final String MEANS = "means.";
    private static final String SQUARES = "squares.";
    private static final String BEST = "best.";

    private StateFile() {}

    /**
     * The content of a state file besides its tensors.
     *
     * @param step the steps done
     * @param notes of the writer
     */
    record Content(long step, Precision precision, Map<String, String> notes) {
        Content {
            notes = Map.copyOf(notes);
        }
    }

    static void write(
            Path file, Content content, RunFacts facts, Parameters parameters, AdamW optimizer, BestParameters best)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT_KEY, FORMAT);
        metadata.put(STEP, Long.toString(content.step()));
        metadata.put(PRECISION, content.precision().name());
        facts.writeTo(metadata);
        content.notes().forEach((name, value) -> metadata.put(NOTE + name, value));
        List<OutgoingTensor> tensors = new ArrayList<>();
        tensors.addAll(parameters.tensors(DType.F32, PARAMETERS, parameters.arrays()));
        tensors.addAll(parameters.tensors(DType.F32, MEANS, optimizer.means()));
        tensors.addAll(parameters.tensors(DType.F32, SQUARES, optimizer.squares()));
        if (best.isKept()) {
            tensors.addAll(parameters.tensors(DType.F32, BEST, best.arrays()));
        }
        Files.createDirectories(Replacement.parent(file));
        SafetensorsWriter.write(file, tensors, metadata);
    }

    /** @throws TrainingException if the file is no state file, or is of another training */
    static Content read(Path file, RunFacts facts) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            Map<String, String> metadata = open.metadata();
            if (!FORMAT.equals(metadata.get(FORMAT_KEY))) {
                throw new TrainingException(file + " is not the state of a training that this version can resume;"
                        + " name the state file, not a checkpoint, or start again");
            }
            facts.check(file, metadata);
            Map<String, String> notes = new LinkedHashMap<>();
            metadata.forEach((name, value) -> {
                if (name.startsWith(NOTE)) {
                    notes.put(name.substring(NOTE.length()), value);
                }
            });
            try {
                return new Content(
                        Long.parseLong(metadata.getOrDefault(STEP, "")),
                        Precision.valueOf(metadata.getOrDefault(PRECISION, "")),
                        notes);
            } catch (IllegalArgumentException e) {
                throw new TrainingException(file + " is damaged: " + e.getMessage() + "; start again");
            }
        }
    }

    static void restore(Path file, long step, Parameters parameters, AdamW optimizer, BestParameters best)
            throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            parameters.read(file, open, PARAMETERS, parameters.arrays());
            parameters.read(file, open, MEANS, optimizer.means());
            parameters.read(file, open, SQUARES, optimizer.squares());
            optimizer.setSteps(step);
            if (open.tensors().keySet().stream().anyMatch(name -> name.startsWith(BEST))) {
                best.keep();
                parameters.read(file, open, BEST, best.arrays());
            }
        }
    }
}

package io.rolestream.engine.task;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.ScriptEncoder;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.model.generation.Generator;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerException;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of {@code variants.jsonl}, as {@code tools/checkpoint_variants.py} writes it: a base, and the files in which a
 * checkpoint differs from it.
 */
record CheckpointVariant(JsonNode line) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<CheckpointVariant> read(Path directory) throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("variants.jsonl"))) {
            return lines.map(CheckpointVariant::parsed).toList();
        }
    }

    private static CheckpointVariant parsed(String line) {
        try {
            return new CheckpointVariant(JSON.readTree(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return line.get("name").asText();
    }

    /** Writes the checkpoint's files into an empty directory. */
    void write(Path directory, Path target) throws IOException {
        boolean own = line.hasNonNull("weights");
        if (!line.path("whole").asBoolean(false)) {
            copy(directory.resolve("bases").resolve(line.get("base").asText()), target, own);
        }
        if (own) {
            copy(directory.resolve(line.get("weights").asText()), target, false);
        }
        for (var file : line.get("files").properties()) {
            if (file.getValue().isNull()) {
                Files.deleteIfExists(target.resolve(file.getKey()));
            } else {
                Files.writeString(target.resolve(file.getKey()), file.getValue().asText());
            }
        }
    }

    private static void copy(Path from, Path to, boolean withoutWeights) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (!withoutWeights || !name.endsWith(".safetensors")) {
                    Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /**
     * What this engine computes: as the script's results, a row of tokens and logits for each text, or the message with
     * which the checkpoint is refused.
     */
    ObjectNode computed(Path checkpoint) {
        ObjectNode result = JSON.createObjectNode().put("name", name());
        try {
            CheckpointDirectory opened = CheckpointDirectory.open(checkpoint);
            boolean classifies = classifies();
            int most = classifies
                    ? opened.maxTokens()
                    : Math.min(line.get("most").intValue(), opened.config().maxTokens());
            try (TextTokenizer tokenizer = TextTokenizer.open(checkpoint, TokenizerOptions.head(most));
                    Encoder encoder = encoder(opened, classifies)) {
                for (JsonNode text : line.get("texts")) {
                    result.withArrayProperty("rows").add(row(tokenizer, encoder, text.asText()));
                }
            }
        } catch (IOException | TorchException | TokenizerException | IllegalArgumentException e) {
            result.put("error", String.valueOf(e.getMessage()).replace(checkpoint.toString(), "DIR"));
        }
        return result;
    }

    private boolean classifies() {
        return line.get("kind").asText().equals("classifier");
    }

    /**
     * Saves what a training of the checkpoint would write that changed no weight: of a classifier one with other labels
     * and a new head.
     */
    void saveTrained(Path checkpoint, Path target) throws IOException {
        CheckpointDirectory base = CheckpointDirectory.open(checkpoint);
        if (!classifies()) {
            base.saveMerged(target, DType.F32);
            return;
        }
        ModelConfig config = base.config().withLabels(List.of("X", "Y"));
        try (Parameters parameters = Parameters.load(base, config, Head.CLASSIFIER, 1)) {
            CheckpointDirectory.save(target, config, base.tokenizer(), parameters.tensors(DType.F32));
        }
    }

    /** A line for a checkpoint that was {@linkplain #saveTrained saved} beside {@code variants.jsonl}. */
    CheckpointVariant trained(String directory) {
        ObjectNode trained = line.deepCopy();
        trained.put("weights", directory).put("whole", true).putObject("files");
        return new CheckpointVariant(trained);
    }

    private static Encoder encoder(CheckpointDirectory checkpoint, boolean classifies) throws IOException {
        Torch.prepareThread(1);
        if (classifies) {
            try (StoredParameters parameters = StoredParameters.classifier(checkpoint)) {
                return ScriptEncoder.of(parameters, Output.LOGITS, Precision.FP32, false, Device.cpu());
            }
        }
        try (StoredParameters parameters = StoredParameters.generator(checkpoint)) {
            return Generator.of(
                    parameters, GeneratorFamily.generation(checkpoint), Precision.FP32, false, Device.cpu());
        }
    }

    private static ObjectNode row(TextTokenizer tokenizer, Encoder encoder, String text) {
        ObjectNode row = JSON.createObjectNode();
        int[] ids = tokenizer.encode(text).first();
        row.set("ids", JSON.valueToTree(ids));
        try {
            if (ids.length > 0) {
                row.set("logits", JSON.valueToTree(encoder.compute(PackedSequences.of(List.of(ids)))[0]));
            }
        } catch (IllegalArgumentException e) {
            row.put("error", e.getMessage());
        }
        return row;
    }
}

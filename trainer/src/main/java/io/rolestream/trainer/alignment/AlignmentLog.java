package io.rolestream.trainer.alignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.training.TrainingStep;
import io.rolestream.engine.training.alignment.PolicyEvaluation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The lines of JSON of a run: told as they come, and kept in a file for its curves. */
final class AlignmentLog implements AutoCloseable {
    private static final String FILE = "alignment.jsonl";

    private final Path file;
    private final Consumer<String> told;
    private final BufferedWriter kept;

    /**
     * @param file is appended to; a last line that a crash cut is removed
     * @param told receives the lines too
     */
    AlignmentLog(Path file, Consumer<String> told) throws IOException {
        this.file = file;
        this.told = told;
        removeCutLine(file);
        kept = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void removeCutLine(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end < bytes.length) {
            Files.write(file, Arrays.copyOf(bytes, end));
        }
    }

    void add(String line) {
        told.accept(line);
        try {
            kept.write(line + "\n");
            kept.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written; is the disk full?", e);
        }
    }

    /** Answers to validation prompts during a training. */
    void evaluation(int round, PolicyEvaluation evaluation) {
        ObjectNode line = JsonFiles.newObject();
        line.put("when", "evaluation").put("draw", round).setAll(evaluation.toNode());
        add(line.toString());
    }

    /** A step of the optimizer; the metrics of its answers, if they were drawn for it, have a line of their own. */
    void step(int round, TrainingStep step) {
        ObjectNode line = JsonFiles.newObject();
        line.put("draw", round).put("step", step.step() - 1);
        line.put("loss", step.loss()).put("learning_rate", step.rate()).put("gradient_norm", step.gradientNorm());
        add(line.toString());
    }

    /** Writes the lines and their curves into a checkpoint. */
    void publish(Path checkpoint, String name) throws IOException {
        Files.copy(file, checkpoint.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(checkpoint.resolve("alignment.html"), AlignmentCurves.page(name, read(file)));
    }

    /** The lines that {@link #publish} wrote into a checkpoint. */
    static List<JsonNode> published(Path checkpoint) throws IOException {
        return read(checkpoint.resolve(FILE));
    }

    private static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JsonFiles.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        kept.close();
    }
}
